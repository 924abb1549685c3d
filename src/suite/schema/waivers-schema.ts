import type { JsonObject } from '../../model/json.ts';
import { listOf, mapping, TEXT } from './parts.ts';

const TERMS: JsonObject = {
  owner: { ...TEXT, description: 'Who answers for it: a name or a post.' },
  reason: { ...TEXT, description: 'Why what is asked is not done.' },
  mitigation: { ...TEXT, description: 'What is done so that nobody comes to harm meanwhile.' },
  expires: { type: 'string', format: 'day', description: 'The last day on which it holds, as 2027-03-31.' },
};

const about = (what: 'requirement' | 'case'): JsonObject =>
  mapping([what, ...Object.keys(TERMS)], { [what]: TEXT, ...TERMS });

/** JSON Schema of `waivers.yaml`. */
export const WAIVERS_SCHEMA: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Assay waivers',
  ...mapping(['waivers'], {
    waivers: listOf({
      type: 'object',
      if: { required: ['case'] },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: about('case'),
      else: about('requirement'),
    }),
  }),
};
