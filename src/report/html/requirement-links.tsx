import type { Stated } from '../required.ts';
import { anchor } from './anchor.ts';
import { Text } from './text.tsx';

/** Requirement ids, each leading to its row of the matrix. */
export function RequirementLinks({ ids }: { readonly ids: readonly string[] }) {
  return (
    <>
      {ids.map((id, index) => (
        <>
          {index > 0 && ', '}
          <a href={`#${anchor('requirement', id)}`}>{id}</a>
        </>
      ))}
    </>
  );
}

/** What was required, in words: for those who do not read the expression that was false. */
export function RequiredWords({ requirements }: { readonly requirements: readonly Stated[] }) {
  return (
    <>
      {requirements.map(({ id, level, text }) => (
        <p class="required">
          Required by <a href={`#${anchor('requirement', id)}`}>{id}</a> ({level}): <Text value={text} />
        </p>
      ))}
    </>
  );
}
