// The whole canary campaign: values of every kind that must not get out, in every encoding, at every place where a system under test can
// put them. It prints how many there were and which were found in anything that was written.

import { randomFrom } from '../fixtures/bundles/forgeries/random.ts';
import { plant } from '../fixtures/canaries/campaign.ts';
import { controls, plantings } from '../fixtures/canaries/plantings.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const random = randomFrom(seed);
const canaries = plantings(random);
const known = controls(random);
const { found, bundle, accepted, disclosed, searched, terminal } = await plant([...canaries, ...known]);

const count = (by: 'kind' | 'encoding' | 'place') =>
  Object.fromEntries(
    [...new Set(canaries.map((one) => one[by]))].map((name) => {
      const planted = canaries.filter((one) => one[by] === name);
      return [name, { planted: planted.length, found: planted.filter((one) => found.has(one)).length }];
    }),
  );
for (const by of ['kind', 'encoding', 'place'] as const) console.table(count(by));
const leaked = canaries.filter((one) => found.has(one));
for (const one of leaked) console.log(`${one.kind}, ${one.encoding}, ${one.place}: ${found.get(one)?.join(', ')}`);
const unseen = known.filter((one) => !found.has(one));
for (const { encoding } of unseen) console.log(`the search does not see through: ${encoding}`);
console.log(
  `seed ${seed}: ${canaries.length} canaries planted, ${leaked.length} found; ${known.length - unseen.length} of ${known.length} controls found in ${searched.length} outputs; ${bundle ? 'sealed' : 'not sealed'}, ${accepted ? 'accepted' : 'not accepted'} by verify --replay; ${disclosed} in a disclosure of one`,
);
if (bundle === undefined) console.log(terminal.match(/^error .*$/gm)?.join('\n'));
process.exit(leaked.length + unseen.length === 0 && accepted && disclosed === 1 ? 0 : 1);
