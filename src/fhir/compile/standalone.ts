import standalone from 'ajv/dist/standalone/index.js';
import { schemaDigest } from '../../schema/schema-check.ts';
import { objectCompiler } from './object-check.ts';
import type { ObjectRule, Property, RuleBook, Slicing } from './rule.ts';
import { schemaOf } from './schema.ts';

/**
 * A module (CommonJS, so that it can be loaded when a value first needs it) with the checks of a type and of all objects inside it:
 * `module.exports = (FORMATS) => ({ <digest of the schema>: check })`.
 */
export function standaloneModule(book: RuleBook, type: string): string | undefined {
  const root = book.rule(type);
  if (root === undefined) return undefined;
  const ajv = objectCompiler({ source: true });
  const names: Record<string, string> = {};
  for (const rule of rulesWithin(book, root)) {
    const schema = schemaOf(rule);
    const name = schemaDigest(schema);
    if (Object.hasOwn(names, name)) continue;
    names[name] = name;
    ajv.addSchema(schema, name);
  }
  const code = standalone.default(ajv, names);
  if (code.includes('require(')) throw new Error(`The checks of ${type} need more than their formats`);
  return `module.exports = (FORMATS) => {\nconst exports = {};\n${code}\nreturn exports;\n};\n`;
}

/** Also those of slices, and of slices within them. */
const propertiesOf = ({ elements }: ObjectRule): readonly Property[] =>
  elements.flatMap(({ properties, slicing }) => [...properties, ...(slicing ? slicedProperties(slicing) : [])]);

const slicedProperties = ({ slices }: Slicing): readonly Property[] =>
  slices.flatMap(({ property, slicing }) => [property, ...(slicing ? slicedProperties(slicing) : [])]);

/** The rule of a definition, and those of the elements with elements of their own. */
function rulesWithin(book: RuleBook, root: ObjectRule): readonly ObjectRule[] {
  const found = new Map([[root.key, root]]);
  for (const rule of found.values()) {
    for (const { inner } of propertiesOf(rule)) {
      const within = inner?.startsWith(`${root.key}#`) && !found.has(inner) ? book.rule(inner) : undefined;
      if (within) found.set(within.key, within);
    }
  }
  return [...found.values()];
}
