import { EVERY_KIND } from '../assert/registry.ts';
import { checkExpression } from '../fhir/fhirpath.ts';
import type { Language } from './library.ts';

/** The suite language as Assay speaks it. */
export const SUITE_LANGUAGE: Language = { kinds: EVERY_KIND, checkExpression };
