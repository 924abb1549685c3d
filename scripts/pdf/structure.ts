// The structure tree of a file, as a reader walks it.
import type { PdfDictionary, PdfFile, PdfValue } from './pdf-file.ts';

export interface StructureNode {
  /** Its reference. */
  readonly id: string;
  /** Without the slash. */
  readonly type: string;
  readonly dictionary: PdfDictionary;
  readonly children: readonly StructureNode[];
  /** Marked content, by page. */
  readonly contents: readonly { readonly page: string; readonly mcid: number }[];
  readonly annotations: readonly { readonly page: string; readonly id: string }[];
}

export function structureOf(file: PdfFile): readonly StructureNode[] {
  const root = file.dictionary(file.catalog['/StructTreeRoot']);
  return file.items(root['/K']).map((id) => nodeAt(file, id));
}

function nodeAt(file: PdfFile, id: PdfValue): StructureNode {
  const dictionary = file.dictionary(id);
  const own = String(dictionary['/Pg'] ?? '');
  const children: StructureNode[] = [];
  const contents: { page: string; mcid: number }[] = [];
  const annotations: { page: string; id: string }[] = [];
  for (const kid of file.items(dictionary['/K'])) {
    if (typeof kid === 'number') contents.push({ page: own, mcid: kid });
    else {
      const { '/Type': type, '/MCID': mcid, '/Pg': page, '/Obj': object } = file.dictionary(kid);
      if (type === '/MCR') contents.push({ page: String(page ?? own), mcid: Number(mcid) });
      else if (type === '/OBJR') annotations.push({ page: String(page ?? own), id: String(object) });
      else children.push(nodeAt(file, kid));
    }
  }
  const type = String(dictionary['/S'] ?? '').slice(1);
  return { id: String(id), type, dictionary, children, contents, annotations };
}

/** All of them in reading order. */
export function inOrder(nodes: readonly StructureNode[]): readonly StructureNode[] {
  return nodes.flatMap((node) => [node, ...inOrder(node.children)]);
}

/** The attributes that an element has of an owner. */
export function attributes(file: PdfFile, { dictionary }: StructureNode, owner: string): PdfDictionary {
  const all = file.items(dictionary['/A']).map((one) => file.dictionary(one));
  return all.find((one) => one['/O'] === `/${owner}`) ?? {};
}
