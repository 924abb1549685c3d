import { anchor } from './anchor.ts';

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
