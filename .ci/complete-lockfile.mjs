// A registry that lacks the packages of other platforms leaves them out of package-lock.json, and `npm ci` then refuses
// the lockfile. This puts in an entry for each, so that it is the same wherever it was made. Run it after `npm install`.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const OS = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'wasm32',
  'aix',
];
const CPU = ['arm64', 'arm', 'ia32', 'x64', 'ppc64', 'ppc64le', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));

/** Where node would find `name` from the package at `path`: the nearest node_modules that has it. */
function found(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (lock.packages[place] !== undefined) return true;
    if (at === '') return false;
  }
}

const added = {};
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (found(path, name)) continue;
    const words = name.split(/[/-]/);
    const cpu = CPU.filter((one) => words.includes(one));
    const os = OS.filter((one) => words.includes(one) && one !== 'wasm32');
    added[`node_modules/${name}`] = {
      version: version.replace(/^[\^~]/, ''),
      ...(cpu.length > 0 ? { cpu } : {}),
      ...(entry.dev ? { dev: true } : {}),
      ...(words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
    };
  }
}

const names = Object.keys({ ...lock.packages, ...added }).sort((a, b) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(names.map((name) => [name, lock.packages[name] ?? added[name]]));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${Object.keys(added).length} entries added`);
