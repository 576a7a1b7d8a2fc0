/**
 * `npm run faults -- --deaths 10000 --seed 7`: kills threads of everything that can kill one, in the midst of all
 * operations, and checks that nothing hangs, that no item is lost or doubled beyond what a dead thread had in its hands, and
 * that what it held is told, or given back.
 *
 * A seed is a plan: `--seed 7 --same` plays that one again and again. How its threads interleave is the machine's.
 */
import { Rounds } from '../stress/round.js';
import { parseArguments, USAGE } from './arguments.js';
import { DeathToll } from './death-toll.js';
import { FAULT_ACTS, FAULTS, LANES } from './plan.js';

function argumentsOrExit() {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`faults: ${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const { deaths, minutes, seed, same, kind, help } = argumentsOrExit();
if (help) {
  console.log(USAGE);
  process.exit(0);
}

console.log(`faults: ${same ? `seed ${seed}` : `seeds from ${seed} on`}, until ${deaths} threads have died`);
const start = performance.now();
const end = start + minutes * 60_000;
const toll = new DeathToll();
let said = start;
const isOver = (): boolean => toll.deaths >= deaths || performance.now() >= end;

/** Plays each so-manieth seed: of a round, most is waiting. */
async function playFrom(first: number): Promise<void> {
  using rounds = new Rounds(FAULTS);
  for (let at = first; !isOver(); at += same ? 0 : LANES) {
    if (kind !== undefined && FAULT_ACTS[at % FAULT_ACTS.length]?.kind !== kind && !same) continue;
    toll.add(await rounds.play(at));
    if (performance.now() - said < 5_000) continue;
    said = performance.now();
    console.log(toll.line);
  }
}

await Promise.all(Array.from({ length: LANES }, (_, lane) => playFrom(seed + lane)));
console.log(`${toll.line}; in ${((performance.now() - start) / 1000).toFixed(0)} s; all as it should be`);
for (const line of toll.tables) console.log(line);
