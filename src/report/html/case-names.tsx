import { anchor } from './anchor.ts';

interface CaseNamesProps {
  readonly ids: readonly string[];
  /** Those that the page shows; absent when it shows all. */
  readonly reported?: ReadonlySet<string>;
}

/** Cases by id, each leading to its place if it has one here. */
export function CaseNames({ ids, reported }: CaseNamesProps) {
  return (
    <>
      {ids.map((id, index) => (
        <>
          {index > 0 && ', '}
          {reported?.has(id) === false ? (
            id
          ) : (
            <a class="alone" href={`#${anchor('case', id)}`}>
              {id}
            </a>
          )}
        </>
      ))}
    </>
  );
}
