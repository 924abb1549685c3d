import type { JsonValue } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import { TimeLimitError } from '../../model/within-time.ts';
import { type CompiledExpression, compileExpression } from '../fhirpath.ts';
import type { Scope } from '../walk/frame.ts';

type Evaluator = (value: JsonValue, scope: Scope) => boolean | undefined;

/**
 * A constraint by the FHIRPath engine, compiled when it is first needed: most constraints run as plain closures
 * (see translate.ts).
 */
export function fhirpathEvaluator(version: FhirVersion, expression: string, elementPath: string): Evaluator {
  const base = elementPath.replace(/:[^.]+/g, '').replaceAll('[x]', '');
  let ready: CompiledExpression | undefined;
  return (value, { resource, rootResource }) => {
    ready ??= compileExpression(expression, version, base);
    if ('problem' in ready) return undefined;
    try {
      const result = ready.run(value, { resource, rootResource });
      // Nothing found means that the constraint has nothing to say, as when dates of different precision are compared.
      return result.length === 0 || result.some((item) => item !== false);
    } catch (cause) {
      if (cause instanceof TimeLimitError) throw cause;
      return undefined;
    }
  };
}
