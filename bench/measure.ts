import type { Probe, Work } from './scenario.js';

/** How long to measure, all in milliseconds but the last. */
export interface Plan {
  /**
   * Running before the first sample: the optimising compiler has done its work by then. It works on threads of its own; where two
   * threads call each other on two processors, those are in their way for half a second and more, and a call takes twenty times as long.
   */
  readonly warmUp: number;
  /** The length of one sample. */
  readonly sample: number;
  /** How many samples a process takes. */
  readonly samples: number;
}

export const THOROUGH: Plan = { warmUp: 1_200, sample: 10, samples: 20 };
export const QUICK: Plan = { warmUp: 100, sample: 3, samples: 8 };

/** One sample: nanoseconds a unit, over that many iterations. */
export interface Sample {
  readonly ns: number;
  readonly iterations: number;
}

/**
 * Slow work takes fewer samples rather than all day: at least {@link FEWEST}, unless even those would take more than
 * {@link LONG} milliseconds.
 */
const PATIENCE = 4;
const FEWEST = 5;
const LONG = 2_000;

/**
 * The compiler optimises what has run some thousand times, however long that takes: jobs of a millisecond would be measured while it is at
 * work. So there are to be so many units before the first sample, unless they take longer than so many times the warm-up.
 */
const UNITS = 10_000;
const MUCH_LONGER = 8;

/** Warms `work` up and takes samples of it. */
export async function measure(work: Work | Probe, plan: Plan, report: (sample: Sample) => void): Promise<void> {
  const sample = 'probe' in work ? await probing(work, plan) : await running(work, plan);
  const begin = performance.now();
  const enough = (count: number): boolean => {
    const passed = performance.now() - begin;
    return count > 0 && passed >= (count < FEWEST ? LONG : PATIENCE * plan.sample * plan.samples);
  };
  for (let count = 0; count < plan.samples && !enough(count); count += 1) {
    report(await sample());
  }
}

/** The first times do not count: files are read from the disk then, and functions are compiled. */
async function probing(work: Probe, plan: Plan): Promise<() => Promise<Sample>> {
  const begin = performance.now();
  do await work.probe();
  while (performance.now() - begin < plan.warmUp);
  return async () => ({ ns: await work.probe(), iterations: 1 });
}

async function running(work: Work, plan: Plan): Promise<() => Promise<Sample>> {
  const iterations = await warmUp(work, plan);
  return async () => ({ ns: ((await time(work, iterations)) * 1e6) / (iterations * work.units), iterations });
}

/**
 * Answers how many iterations fill a sample. It calls `run` often, with few iterations at first: a loop that is entered
 * once is compiled while it runs, for that one entry, and is slower than the same function called again.
 */
async function warmUp(work: Work, plan: Plan): Promise<number> {
  const begin = performance.now();
  for (let iterations = 1, units = 0; ; ) {
    const took = await time(work, iterations);
    units += iterations * work.units;
    const warm = performance.now() - begin;
    const isWarm = warm >= plan.warmUp && (units >= UNITS || warm >= MUCH_LONGER * plan.warmUp);
    if (took < plan.sample) iterations *= 2;
    else if (isWarm) return Math.ceil((iterations * plan.sample) / took);
  }
}

/** Milliseconds for that many iterations. */
async function time(work: Work, iterations: number): Promise<number> {
  const begin = performance.now();
  const answer = work.run(iterations);
  const done = typeof answer === 'number' ? answer : await answer;
  const took = performance.now() - begin;
  const expected = iterations * work.units;
  if (done !== expected) throw new Error(`the work is wrong: ${done} units done, expected ${expected}`);
  return took;
}
