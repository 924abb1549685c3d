import type { SendStep } from '../model/suite.ts';

/** Each step with those that are sent at the same time. */
export function sentTogether(steps: readonly SendStep[]): readonly (readonly [SendStep, ...SendStep[]])[] {
  const groups: [SendStep, ...SendStep[]][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (step.atOnce === true && last !== undefined) last.push(step);
    else groups.push([step]);
  }
  return groups;
}

/** All that a generator gives, when it has come to its end. */
export async function drained<Yielded, Returned>(
  generator: AsyncGenerator<Yielded, Returned>,
): Promise<{ readonly yielded: readonly Yielded[]; readonly returned: Returned }> {
  const yielded: Yielded[] = [];
  for (;;) {
    const next = await generator.next();
    if (next.done) return { yielded, returned: next.value };
    yielded.push(next.value);
  }
}
