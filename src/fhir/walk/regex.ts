import { TimeLimitError } from '../../model/within-time.ts';
import type { Property } from '../compile/rule.ts';
import { shorten } from '../compile/structure-fault.ts';
import { isFound } from '../pattern.ts';
import type { Walk } from './context.ts';
import { type Frame, locationOf } from './frame.ts';

/** The regular expression that a profile gives an element (https://hl7.org/fhir/R4/extension-regex.html); all of the value meets it. */
export function regexFindings(walk: Walk, property: Property, text: string, frame: Frame): void {
  const { regex, source, id } = property;
  if (regex === undefined) return;
  const verdict = walk.memory.runaways?.has(property) ? 'ran away' : verdictOf(regex, text);
  if (verdict === 'met') return;
  if (verdict === 'ran away') walk.memory.runaways = (walk.memory.runaways ?? new Set()).add(property);
  const location = locationOf(frame);
  const rule = `${source}#${id}`;
  if (verdict === 'unmet') {
    const message = `${shorten(text)} does not match ${regex}`;
    walk.findings.push({ code: 'PRIMITIVE_FORMAT', severity: 'error', message, location, rule });
  } else {
    const message = `${shorten(text)} was not checked against ${regex}, which ${verdict}`;
    walk.findings.push({ code: 'REGEX_TIMEOUT', severity: 'not-checked', message, location, rule });
  }
}

function verdictOf(regex: string, text: string): 'met' | 'unmet' | 'ran away' | 'is no regular expression' {
  try {
    return isFound(`^(?:${regex})$`, text) ? 'met' : 'unmet';
  } catch (cause) {
    if (cause instanceof TimeLimitError) return 'ran away';
    if (cause instanceof SyntaxError) return 'is no regular expression';
    throw cause;
  }
}
