/** A group without groups in it, and what repeats it. */
const INNERMOST_GROUP = /\((?:\?(?::|<?[=!]|<\w+>))?([^()]*)\)([*+]|\{\d+,\d*\})?/;
const REPETITION = /[*+]|\{\d+,\d*\}/;

/** What is wrong with a pattern of a suite; undefined when nothing is. */
export type PatternFault = 'invalid' | 'nested-repetition';

/**
 * A short, conservative test of a regular expression: it must compile, and no repeated group may itself hold a repetition, which is
 * what makes a search take exponential time. It says no to some harmless patterns; those that pass still run under a time limit.
 */
export function patternFault(pattern: string): PatternFault | undefined {
  if (!compiles(pattern)) return 'invalid';
  let bare = pattern.replaceAll(/\\./gsu, 'x').replaceAll(/\[[^\]]*\]/g, 'x');
  for (let group = INNERMOST_GROUP.exec(bare); group !== null; group = INNERMOST_GROUP.exec(bare)) {
    const [whole, content = '', repetition = ''] = group;
    const repeatsInside = REPETITION.test(content);
    if (repeatsInside && repetition !== '') return 'nested-repetition';
    bare = bare.replace(whole, () => (repeatsInside ? 'x*' : `x${repetition}`));
  }
  return undefined;
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
