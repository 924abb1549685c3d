// What PDF/UA-1 (ISO 14289-1, clause 7) asks of structure, as far as the objects of a file tell it; in our own words, and no proof of conformance.
import { contentOf } from './content.ts';
import type { PdfFile } from './pdf-file.ts';
import { asked, type PdfRule } from './rule.ts';
import { attributes, inOrder, type StructureNode, structureOf } from './structure.ts';

/** Standard types of ISO 32000-1 (14.8.4), of which the report uses these. */
const TYPES = new Set(
  'Document Sect P H1 H2 H3 H4 L LI Lbl LBody Table THead TBody TR TH TD Link Figure Code'.split(' '),
);

const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  L: ['LI'],
  LI: ['Lbl', 'LBody'],
  Table: ['THead', 'TBody'],
  THead: ['TR'],
  TBody: ['TR'],
  TR: ['TH', 'TD'],
};

const nodesOf = (file: PdfFile): readonly StructureNode[] => inOrder(structureOf(file));
const ofType = (file: PdfFile, type: string): readonly StructureNode[] =>
  nodesOf(file).filter((node) => node.type === type);
const text = (value: unknown): string => (typeof value === 'string' ? value.replace(/^u:/, '') : '');

export const STRUCTURE_RULES: readonly PdfRule[] = [
  {
    name: 'is tagged, says its language and shows its title',
    problems: (file) => {
      const { catalog } = file;
      return [
        ...asked(file.dictionary(catalog['/MarkInfo'])['/Marked'] === true, 'not marked'),
        ...asked(catalog['/Lang'] === 'u:en-GB', 'no language'),
        ...asked(file.dictionary(catalog['/ViewerPreferences'])['/DisplayDocTitle'] === true, 'title not shown'),
        ...asked(text(file.resolved(file.dictionary(file.trailer['/Info'])['/Title'])) !== '', 'no title'),
      ];
    },
  },
  {
    name: 'has all that it paints as content or artifact',
    problems: (file) =>
      file.pages.flatMap((page) => contentOf(file, page).unmarked.map((operator) => `${page}: ${operator} is neither`)),
  },
  {
    name: 'has every piece of content in one element, which the parent tree names',
    problems: (file) => {
      const owners = new Map<string, string[]>();
      for (const { id, contents } of nodesOf(file))
        for (const { page, mcid } of contents)
          owners.set(`${page}/${mcid}`, [...(owners.get(`${page}/${mcid}`) ?? []), id]);
      const parents = parentTree(file);
      const found = file.pages.flatMap((page) => contentOf(file, page).mcids.map((mcid) => ({ page, mcid })));
      return [
        ...found.flatMap(({ page, mcid }) => {
          const [owner, ...others] = owners.get(`${page}/${mcid}`) ?? [];
          const named = file.items(parents.get(Number(file.dictionary(page)['/StructParents'])))[mcid];
          return asked(owner !== undefined && others.length === 0 && named === owner, `${page}: content ${mcid}`);
        }),
        ...asked(owners.size === found.length, 'elements name content that does not exist'),
      ];
    },
  },
  {
    name: 'types its artifacts',
    problems: (file) =>
      file.pages.flatMap((page) =>
        contentOf(file, page).artifacts.flatMap((type) =>
          asked(type === '/Layout' || type === '/Pagination', `${page}: ${type}`),
        ),
      ),
  },
  {
    name: 'has one document of standard elements, each where it may stand',
    problems: (file) => [
      ...asked(
        structureOf(file)
          .map(({ type }) => type)
          .join() === 'Document',
        'not one document',
      ),
      ...nodesOf(file).flatMap(({ id, type, children }) => [
        ...asked(TYPES.has(type), `${id}: ${type} is not standard`),
        ...children.flatMap((child) => {
          const allowed = CHILDREN[type];
          const mayStand =
            allowed === undefined ? !Object.values(CHILDREN).flat().includes(child.type) : allowed.includes(child.type);
          return asked(mayStand, `${child.id}: ${child.type} in ${type}`);
        }),
      ]),
    ],
  },
  {
    name: 'begins with its one first heading and skips no level on the way down',
    problems: (file) => {
      const levels = nodesOf(file).flatMap(({ type }) => {
        const level = /^H(\d)$/.exec(type)?.[1];
        return level === undefined ? [] : [Number(level)];
      });
      return [
        ...asked(levels[0] === 1 && levels.filter((level) => level === 1).length === 1, 'not one H1'),
        ...levels.flatMap((level, place) => asked(level <= (levels[place - 1] ?? 0) + 1, `H${level} at ${place}`)),
      ];
    },
  },
  {
    name: 'has rows of equal length in tables, with scoped heads and a summary',
    problems: (file) => [
      ...ofType(file, 'TH').flatMap((node) =>
        asked(['/Column', '/Row'].includes(String(attributes(file, node, 'Table')['/Scope'])), `${node.id}: no scope`),
      ),
      ...ofType(file, 'Table').flatMap((table) => {
        const rows = table.children.flatMap(({ children }) => children);
        return [
          ...asked(
            new Set(rows.map(({ children }) => children.length)).size === 1,
            `${table.id}: rows of different length`,
          ),
          ...asked(text(attributes(file, table, 'Table')['/Summary']) !== '', `${table.id}: no summary`),
        ];
      }),
    ],
  },
  {
    name: 'numbers or marks its lists as it says',
    problems: (file) =>
      ofType(file, 'L').flatMap((list) =>
        asked(attributes(file, list, 'List')['/ListNumbering'] === '/Disc', `${list.id}: labels that are not declared`),
      ),
  },
  {
    name: 'has words and a place for every figure',
    problems: (file) =>
      ofType(file, 'Figure').flatMap((figure) => [
        ...asked(text(figure.dictionary['/Alt']) !== '', `${figure.id}: no words`),
        ...asked(file.items(attributes(file, figure, 'Layout')['/BBox']).length === 4, `${figure.id}: no place`),
      ]),
  },
  {
    name: 'has every link in an element of its page, with words, and reached in order of the structure',
    problems: (file) => {
      const links = new Map(
        ofType(file, 'Link').flatMap(({ id, annotations, contents }) =>
          annotations.map((annotation) => [annotation.id, { element: id, page: annotation.page, contents }] as const),
        ),
      );
      const parents = parentTree(file);
      return file.pages.flatMap((page) => {
        const annotations = file.items(file.dictionary(page)['/Annots']).map(String);
        return [
          ...asked(annotations.length === 0 || file.dictionary(page)['/Tabs'] === '/S', `${page}: no order of tabs`),
          ...annotations.flatMap((id) => {
            const annotation = file.dictionary(id);
            const link = links.get(id);
            return [
              ...asked(link?.page === page, `${id}: not in the structure of its page`),
              ...asked(
                link?.contents.every((content) => content.page === page) === true,
                `${id}: text on another page`,
              ),
              ...asked(
                parents.get(Number(annotation['/StructParent'])) === link?.element,
                `${id}: not in the parent tree`,
              ),
              ...asked(text(annotation['/Contents']) !== '', `${id}: no words`),
              ...asked(annotation['/F'] === 4, `${id}: not to be printed`),
            ];
          }),
        ];
      });
    },
  },
];

function parentTree(file: PdfFile) {
  const root = file.dictionary(file.catalog['/StructTreeRoot']);
  const numbers = file.items(file.dictionary(root['/ParentTree'])['/Nums']);
  return new Map(
    numbers.flatMap((key, place) => (place % 2 === 0 ? [[Number(key), numbers[place + 1]] as const] : [])),
  );
}
