// Writes the kerning of the faces of the PDF between characters of ASCII, as their fonts have it.
//
//   npm run kerning
import { writeFileSync } from 'node:fs';
import { readKerning } from '../fixtures/report/read-kerning.ts';
import { FILES } from '../src/report/pdf/page/faces.ts';
import type { Kerning } from '../src/report/pdf/page/typeface.ts';

const rowsOf = (kerning: Kerning) =>
  Object.entries(kerning).map(([left, rights]) => `    ${JSON.stringify(left)}: ${JSON.stringify(rights)},\n`);
const faces = Object.entries(FILES).map(([face, file]) => `  ${face}: {\n${rowsOf(readKerning(file)).join('')}  },\n`);

writeFileSync(
  'src/report/pdf/page/kerning.ts',
  `// biome-ignore-all format: written by \`npm run kerning\`, a line for each character
import type { Kerning } from './typeface.ts';

/** Kerning between printable characters of ASCII, as the fonts have it. */
export const KERNING: Readonly<Record<'plain' | 'strong' | 'code', Kerning>> = {
${faces.join('')}};
`,
);
