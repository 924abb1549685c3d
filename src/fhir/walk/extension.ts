import type { JsonObject } from '../../model/json.ts';
import type { Walk } from './context.ts';
import { contextFindings, modifierFindings } from './extension-context.ts';
import { type Frame, locationOf, type Scope } from './frame.ts';

const EXTENSION = 'http://hl7.org/fhir/StructureDefinition/Extension';
const ruleOf = ({ store }: Walk, id: string): string => `${EXTENSION}|${store.structure(EXTENSION)?.version}#${id}`;

/** Rules of extensions that hold whatever their definition says (https://hl7.org/fhir/R4/extensibility.html). */
export function extensionFindings(walk: Walk, extension: JsonObject, frame: Frame, scope: Scope): void {
  const hasValue = Object.keys(extension).some((name) => /^_?value[A-Z]/.test(name));
  if (hasValue === (extension['extension'] !== undefined)) {
    const message = `ext-1: an extension has either a value or extensions${hasValue ? ', not both' : ''}`;
    walk.findings.push({
      code: 'INVARIANT',
      severity: 'error',
      message,
      location: locationOf(frame),
      rule: ruleOf(walk, 'ext-1'),
    });
    return;
  }
  definitionFindings(walk, String(extension['url']), frame, scope);
}

function definitionFindings(walk: Walk, url: string, frame: Frame, scope: Scope): void {
  const inside = frame.parent?.name === 'extension' || frame.parent?.name === 'modifierExtension';
  // Names inside a complex extension are relative to it; its own definition slices them.
  if (!url.includes(':')) {
    if (inside) return;
    const message = `The URL "${url}" of an extension must be absolute`;
    const location = locationOf(frame);
    walk.findings.push({
      code: 'REFERENCE_FORMAT',
      severity: 'error',
      message,
      location,
      rule: ruleOf(walk, 'Extension.url'),
    });
    return;
  }
  const definition = walk.store.structure(url);
  if (!walk.book.rule(url) || !definition) {
    unknownExtension(walk, url, frame);
  } else if (definition.type === 'Extension') {
    modifierFindings(walk, definition, frame);
    contextFindings(walk, definition, frame, scope);
  } else {
    const message = `${url} defines a ${definition.type}, no extension`;
    walk.findings.push({
      code: 'UNKNOWN_EXTENSION',
      severity: 'error',
      message,
      location: locationOf(frame),
      rule: url,
    });
  }
}

function unknownExtension(walk: Walk, url: string, frame: Frame): void {
  const isModifier = frame.name === 'modifierExtension';
  walk.findings.push(
    isModifier
      ? {
          code: 'UNKNOWN_MODIFIER_EXTENSION',
          severity: 'error',
          message: `The modifier extension ${url} is unknown, so the element must not be processed`,
          hint: 'Load the package that defines it',
          location: locationOf(frame),
          rule: url,
        }
      : {
          code: 'UNKNOWN_EXTENSION',
          severity: 'not-checked',
          message: `The extension ${url} has no definition at hand; only its general form was checked`,
          hint: 'Load the package that defines it',
          location: locationOf(frame),
          rule: url,
        },
  );
}
