/**
 * `npm run stress -- --minutes 10 --seed 7`: plays random plans on all structures between threads, one after the other, with
 * random operations, drops, closes and deaths of threads, and checks that every item arrives exactly once and in order, that
 * locks keep out whom they should, that memory stays bounded and that nothing hangs.
 *
 * A seed is a plan: `--seed 7 --same` plays that one again and again. How its threads interleave is the machine's.
 */
import { parseArgs } from 'node:util';
import { ACTS } from './acts.js';
import { Rounds } from './round.js';
import { Total } from './total.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 30) },
    rounds: { type: 'string', default: 'Infinity' },
    kind: { type: 'string' },
    same: { type: 'boolean', default: false },
  },
});
const [minutes, seed, most] = [Number(values.minutes), Number(values.seed), Number(values.rounds)];
const only = ACTS.findIndex(({ kind }) => kind === values.kind);
const isSeed = Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31;
if (!(minutes > 0) || !isSeed || !(most > 0) || (values.kind !== undefined && only < 0)) {
  console.error('stress: expected --minutes and --rounds above 0, a whole number from 0 to 2^31 - 1 as --seed,');
  console.error(`and one of these as --kind: ${ACTS.map(({ kind }) => kind).join(', ')}`);
  process.exit(2);
}

console.log(`stress: ${values.same ? `seed ${seed}` : `seeds from ${seed} on`}, for ${minutes} minutes`);
const end = performance.now() + minutes * 60_000;
const total = new Total();
let said = performance.now();
using rounds = new Rounds();
for (let at = seed; total.rounds < most && performance.now() < end; at += values.same ? 0 : 1) {
  if (only >= 0 && at % ACTS.length !== only && !values.same) continue;
  total.add(await rounds.play(at));
  if (performance.now() - said < 5_000) continue;
  said = performance.now();
  console.log(total.line);
}
console.log(`${total.line}; all as it should be`);
for (const line of total.byKind) console.log(line);
