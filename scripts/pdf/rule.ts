import type { PdfFile } from './pdf-file.ts';

/** Something that holds of a good file, told from its objects. */
export interface PdfRule {
  readonly name: string;
  /** What breaks it; empty when nothing does. */
  readonly problems: (file: PdfFile) => readonly string[];
}

export const asked = (holds: boolean, problem: string): readonly string[] => (holds ? [] : [problem]);
