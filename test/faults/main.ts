/**
 * `npm run faults -- --deaths 10000 --seed 7`: kills threads of everything that can kill one, in the midst of all
 * operations, and checks that nothing hangs, that no item is lost or doubled beyond what a dead thread had in its hands, and
 * that what it held is told, or given back.
 *
 * `npm run faults -- --garbage 20000` writes random words into everything that threads share, while they use it.
 *
 * A seed is a plan: `--seed 7 --same` plays that one again and again. How its threads interleave is the machine's.
 */
import { Rounds } from '../stress/round.js';
import { Samples } from '../stress/samples.js';
import { Total } from '../stress/total.js';
import { parseArguments, USAGE } from './arguments.js';
import { DeathToll } from './death-toll.js';
import { Garbage } from './garbage/garbage.js';
import { SUBJECTS } from './garbage/subjects.js';
import { FAULT_ACTS, FAULTS, LANES } from './plan.js';

function argumentsOrExit() {
  try {
    return parseArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`faults: ${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const { deaths, garbage, soak, minutes, seed, same, kind, help } = argumentsOrExit();
const start = performance.now();
let said = start;

/** A line every five seconds. */
function say({ line }: { readonly line: string }): void {
  if (performance.now() - said < 5_000) return;
  said = performance.now();
  console.log(line);
}

/** Plays rounds until so many threads have died, several at a time. */
async function kill(): Promise<void> {
  console.log(`faults: ${same ? `seed ${seed}` : `seeds from ${seed} on`}, until ${deaths} threads have died`);
  const toll = new DeathToll();
  const isOver = (): boolean => toll.deaths >= deaths || performance.now() >= start + minutes * 60_000;
  let at = seed - 1;
  const next = (): number => {
    if (same) return seed;
    do at += 1;
    while (kind !== undefined && FAULT_ACTS[at % FAULT_ACTS.length]?.kind !== kind);
    return at;
  };
  const play = async (): Promise<void> => {
    using rounds = new Rounds(FAULTS);
    while (!isOver()) {
      toll.add(await rounds.play(next()));
      say(toll);
    }
  };
  await Promise.all(Array.from({ length: LANES }, play));
  end(toll.line, toll.tables);
}

/** Writes garbage into everything. */
async function write(writes: number): Promise<void> {
  console.log(`faults: ${writes} words of garbage, seeds from ${seed} on`);
  const kinds = kind === undefined ? Object.keys(SUBJECTS) : [kind];
  const all = new Garbage({ writes, seed, cells: LANES, kinds, limit: FAULTS.limit, progress: say });
  await all.play();
  end(all.line, all.table);
}

/** Plays rounds of both kinds, one at a time, and looks whether anything grows. */
async function look(minutes: number): Promise<void> {
  console.log(`faults: a soak of ${minutes} minutes, seeds from ${seed} on`);
  const [toll, total, samples] = [new DeathToll(), new Total(), new Samples()];
  {
    using stress = new Rounds();
    using faults = new Rounds(FAULTS);
    for (let at = seed; performance.now() < start + minutes * 60_000; at += 1) {
      total.add(await stress.play(at));
      toll.add(await faults.play(at));
      samples.look();
      say(toll);
    }
  }
  for (const row of samples.table) console.log(row);
  samples.check();
  console.log(`  stress: ${total.line}`);
  end(toll.line, []);
}

function end(line: string, table: readonly string[]): void {
  console.log(`${line}; in ${((performance.now() - start) / 1000).toFixed(0)} s; all as it should be`);
  for (const row of table) console.log(row);
}

if (help) console.log(USAGE);
else if (soak !== undefined) await look(soak);
else if (garbage !== undefined) await write(garbage);
else await kill();
