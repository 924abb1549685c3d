import { withoutPercents } from './escapes.ts';
import { kindOfParameter } from './person-names.ts';
import { mayStay, type Protection } from './protection.ts';

/** A parameter of a query or a form. Those of a search for who is no patient are left out. */
const PARAMETER =
  /([?&]|^)(?<!\/(?:Organization|Location|HealthcareService|Practitioner|PractitionerRole|Endpoint)\?[^\s"]{0,500})([\w.:-]{2,64})=((?:(?:eq|ne|[gl][te]|sa|eb|ap)(?=\d))?)([^&\s"'<>#\\]+)/g;

/** A text without what its parameters say of people; `found` is told the rule of each. */
export function redactParameters(text: string, protection: Protection, found: (rule: string) => void): string {
  if (!text.includes('=')) return text;
  return text.replace(PARAMETER, (whole, start: string, name: string, prefix: string, written: string) => {
    const kind = kindOfParameter(name, protection.rules);
    if (kind === undefined) return whole;
    const value = withoutPercents(written.replaceAll('+', ' ')).trim();
    if (value === '' || mayStay(kind, value, protection)) return whole;
    found(kind);
    return `${start}${name}=${prefix}${encodeURIComponent(protection.standIns.for(kind, value))}`;
  });
}
