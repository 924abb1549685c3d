import { valueAt } from '../message/scope.ts';
import { certificatesShown } from '../model/connection.ts';
import { isJsonObject, type JsonValue } from '../model/json.ts';
import { OWN_CERTIFICATE } from '../model/tls.ts';
import type { Setting } from '../suite/declared.ts';
import type { LoadedApi } from '../suite/load-api.ts';
import { SYSTEM_FACTS } from './config.ts';
import { wrap } from './wrap.ts';

const SYSTEM = `# The product under test, as the evidence names it. While one is blank the evidence says that it is not for submission.
system:
${SYSTEM_FACTS.map((fact) => `  ${fact}:\n`).join('')}`;

/** What is said of either role. */
const SHARED = `# The authority that vouches for when a run was sealed (RFC 3161), as http://tsa.example/.
tsa:

# Official definitions: folders, .tgz archives, single .json or .xml files. Without them rules of our own stand for them.
packages: []

# No real NHS number begins with 999. Test patients of your environment that have other numbers are listed here, as "9000000009";
# a patient with any other number is refused before anything is sent.
testPatients: []

# Known shortfalls that somebody answers for, in a file by suites/schema/waivers.schema.json. A waiver changes no verdict.
waivers:

# What your system calls people and users where Assay cannot know, in a file by suites/schema/redaction.schema.json. It only adds to what is
# redacted always and by suites/*/redaction.yaml.
redaction:

`;

/** A configuration for a client of one's own, which calls the simulator: how it is asked, and what it may be told. */
export function clientConfigFile({ api }: Pick<LoadedApi, 'api'>): string {
  return `# ${api.title}: what Assay must know of your client. It has no target: it calls our simulator, at an address that it is told.
# Flags go before this file (assay run --help); paths begin at the folder in which assay runs.

${SYSTEM}
# How your client is asked to do what a case is about: by a command, or by a URL. As long as both are comments, a person at the terminal is asked.
drive:
  # A program with its arguments, which ends when the client has done it. In its environment: ASSAY_DO (what to do), ASSAY_WITH (a JSON object of
  # what to do it with), ASSAY_BASE_URL (of the simulator), ASSAY_AUDIENCE, ASSAY_CASE; with assay run --tls also ASSAY_CA, ASSAY_CERT and ASSAY_KEY.
  # command: [node, drive-my-client.js]
  # For a command that prints what its user is shown to standard output and its log to the error stream, and ends with 0 when it did what was
  # asked and with 1 when the provider refused: some cases are judged by that, and nobody is asked.
  # prints: true
  # In place of a command: it is sent the same as JSON by POST, and answers when it is done.
  # url: http://localhost:9100/assay

# Who answers what only a person can tell, as whether the user is told in plain words what went wrong.
attester:

${SHARED}# What the simulator holds, and a case tells the client, is in the values of the interface. Those that your client cannot use are replaced here.
values: {}
`;
}

/** A configuration for a provider of one's own, to be filled in, with what belongs into each of its places. */
export function configFile({ api, settings, suites }: Pick<LoadedApi, 'api' | 'settings' | 'suites'>): string {
  return `# ${api.title}: what Assay must know of your provider.
# Fill in the blanks. As long as a case needs one of them, \`assay run\` names it and sends nothing. A line taken out has its default.
# Flags go before this file (assay run --help); paths begin at the folder in which assay runs.

# The base URL of your provider: [base]/metadata must give its CapabilityStatement.
target:

${SYSTEM}
# A proxy that is told the base URL in the path, as the Spine security proxy: https://proxy.example. Tokens keep the base URL as audience.
via:

# For https: the certificate that Assay shows, as PEM or PKCS#12, and the authorities it trusts when they are not the usual ones. Each is
# a reference, file:PATH or env:NAME. What is not needed stays a comment.
tls:
  # certificate: file:client.pem
  # key: file:client.key
  # pkcs12: file:client.p12
  # passphrase: env:CLIENT_PASSPHRASE
  # ca: file:authorities.pem
  # serverName: provider.example
  # minVersion: "1.2"
  # maxVersion: "1.3"
  # ciphers: [ECDHE-RSA-AES256-GCM-SHA384]
${identityLines(suites)}
# The most requests in a second that your provider should see from all workers together, as 5/s or 30/m. A 429 or 503 with Retry-After is
# waited for in any case, as long as --deadline allows.
rate:

${SHARED}# What differs between providers. A secret never stands here: write env:NAME or file:PATH.
values:
${settings.map((setting, place) => settingLines(setting, settings[place - 1], api.values)).join('')}`;
}

/** The certificates that cases show besides the right one; all of it a comment, for few have them. */
function identityLines(suites: LoadedApi['suites']): string {
  const shown = new Set(suites.flatMap(({ cases }) => cases.flatMap(certificatesShown)));
  const names = [...shown].filter((name) => name !== OWN_CERTIFICATE);
  if (names.length === 0) return '';
  return [
    '  # Certificates that must not be let in. A case whose certificate is not here is skipped, and says so.',
    '  # identities:',
    ...names.map((name) => `  #   ${name}: { certificate: file:${name}.pem, key: file:${name}.key }`),
    '',
  ].join('\n');
}

const WIDTH = 130;

/** A setting within the groups that it does not share with the one before, its purpose above it. */
function settingLines({ value: name, about, blank }: Setting, before: Setting | undefined, values: JsonValue): string {
  const path = name.split('.');
  const groups = path.slice(0, -1);
  const shared = groups.findIndex((group, depth) => before?.value.split('.')[depth] !== group);
  const opened =
    shared === -1 ? [] : groups.slice(shared).map((group, depth) => `${indent(shared + depth)}${group}:\n`);
  const depth = groups.length;
  const comment = wrap(about, WIDTH).map((line) => `${indent(depth)}# ${line}\n`);
  const value = blank ? null : (valueAt(values, path) ?? null);
  return [...opened, ...comment, valueLines(path[depth] ?? name, value, depth)].join('');
}

/** JSON of a plain value is YAML as well. */
function valueLines(name: string, value: JsonValue, depth: number): string {
  if (value === null) return `${indent(depth)}${name}:\n`;
  if (!isJsonObject(value)) return `${indent(depth)}${name}: ${JSON.stringify(value)}\n`;
  const members = Object.entries(value).map(([member, inner]) => valueLines(member, inner, depth + 1));
  return `${indent(depth)}${name}:\n${members.join('')}`;
}

const indent = (depth: number): string => '  '.repeat(depth + 1);
