import type { ElementRules } from './element-rules.ts';
import type { XmlFindings } from './xml-findings.ts';

/** The document that a resource is read from, and what is learnt on the way. */
export interface XmlReading {
  readonly text: string;
  readonly rules: ElementRules;
  readonly findings: XmlFindings;
  /** Where each value begins, by its pointer. */
  readonly offsets: Map<string, number>;
}
