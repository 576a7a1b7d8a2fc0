/**
 * `npm run stress -- --minutes 10 --seed 7`: plays random plans on all structures between threads, one after the other, with
 * random operations, drops, closes and deaths of threads, and checks that every item arrives exactly once and in order, that
 * locks keep out whom they should, and that nothing hangs. Where it takes a minute or more, all that could grow is looked at: memory,
 * handles, file descriptors, and seats must be as many in the end as they were.
 *
 * A seed is a plan: `--seed 7 --same` plays that one again and again. How its threads interleave is the machine's.
 */
import { ACTS } from './acts.js';
import { parseArguments, USAGE } from './arguments.js';
import { Rounds } from './round.js';
import { Samples } from './samples.js';
import { Total } from './total.js';

function argumentsOrExit() {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`stress: ${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const { minutes, seed, same, rounds: most, first, help } = argumentsOrExit();
if (help) {
  console.log(USAGE);
  process.exit(0);
}

console.log(`stress: ${same ? `seed ${seed}` : `seeds from ${seed} on`}, for ${minutes} minutes`);
const end = performance.now() + minutes * 60_000;
const total = new Total();
const samples = new Samples();
let said = performance.now();
using rounds = new Rounds();
for (let at = seed; total.rounds < most && performance.now() < end; at += same ? 0 : 1) {
  if (first !== undefined && at % ACTS.length !== first && !same) continue;
  total.add(await rounds.play(at));
  samples.look();
  if (performance.now() - said < 5_000) continue;
  said = performance.now();
  console.log(total.line);
}
console.log(`${total.line}; all as it should be`);
for (const line of [...total.byKind, ...samples.table]) console.log(line);
samples.check();
