import { CASES } from './style/cases.ts';
import { MEDIA } from './style/media.ts';
import { PAGE } from './style/page.ts';
import { TABLE } from './style/table.ts';
import { TOKENS } from './style/tokens.ts';

/** The whole style of the page; its digest is in the page's policy, so nothing else applies. */
export const STYLE = [TOKENS, PAGE, TABLE, CASES, MEDIA].join('\n');
