import { createRequire } from 'node:module';
import type { JsonValue } from '../../model/json.ts';
import type { FhirVersion } from '../../model/suite.ts';
import type { Scope } from '../walk/frame.ts';

const require = createRequire(import.meta.url);

type Evaluator = (value: JsonValue, scope: Scope) => boolean | undefined;

/**
 * A constraint by the FHIRPath engine, which is loaded when the first expression needs it: most constraints run as plain
 * closures (see translate.ts), and loading it takes longer than validating a resource.
 */
export function fhirpathEvaluator(version: FhirVersion, expression: string, elementPath: string): Evaluator {
  // Typed by the package; required lazily, which only CommonJS allows in synchronous code.
  const fhirpath = require('fhirpath') as typeof import('fhirpath');
  const model = require(`fhirpath/fhir-context/${version}`) as import('fhirpath').Model;
  const base = elementPath.replace(/:[^.]+/g, '').replaceAll('[x]', '');
  let run: ReturnType<typeof fhirpath.compile>;
  try {
    run = fhirpath.compile({ base, expression }, model, { traceFn: () => {} });
  } catch {
    return () => undefined;
  }
  return (value, { resource, rootResource }) => {
    try {
      const result: unknown = run(value, { resource, rootResource });
      // Nothing found means that the constraint has nothing to say, as when dates of different precision are compared.
      return Array.isArray(result) ? result.length === 0 || result.some((item) => item !== false) : undefined;
    } catch {
      return undefined;
    }
  };
}
