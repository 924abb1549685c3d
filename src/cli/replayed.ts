import { type Replay, replay } from '../evidence/replay/replay.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Context } from './context.ts';
import { readEngine } from './engine.ts';
import { expectedSuites } from './expected-suites.ts';

/** What comes of a bundle when it is judged again, with the suites of a folder or else those of this Assay. */
export async function replayedBy(
  archive: Uint8Array,
  suites: string | undefined,
  { cwd, nodeVersion }: Pick<Context, 'cwd' | 'nodeVersion'>,
): Promise<Replay | { readonly problem: Diagnostic }> {
  const expected = await expectedSuites(suites, cwd);
  return 'problem' in expected
    ? expected
    : replay(archive, { engine: await readEngine(nodeVersion), suites: expected.files });
}
