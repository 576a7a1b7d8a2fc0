import { blockOn, blockOnChannel, blockOnExecutor } from '../block-on/index.js';
import { type Context, Future, PENDING, type Poll, type WakerHandle } from '../core/index.js';
import { SharedWaker } from '../executor/index.js';
import { post, threadData } from '../platform/worker.js';
import { now } from '../time/index.js';

/**
 * The thread that measures `block_on`: a thread of its own, since observing an executor, as the main thread did, leaves
 * its code slower. Posts the figures, and wakes the task that waits for them.
 */

/** How long one call took, in nanoseconds: the median, and the bounds of its confidence interval. */
export interface Figure {
  readonly name: string;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Makes so many calls, each of a future that yields so many times; answers how many were answered. */
type Run = (calls: number, yields: number) => number;

/** A loop of its own for each design: what V8 learns of a call stays with the text that makes it. */
const DESIGNS: readonly (readonly [name: string, run: Run])[] = [
  [
    'blockOn',
    (calls, yields) => {
      let done = 0;
      for (let call = 0; call < calls; call += 1) done += blockOn(new Yields(yields));
      return done;
    },
  ],
  [
    'blockOnChannel',
    (calls, yields) => {
      let done = 0;
      for (let call = 0; call < calls; call += 1) done += blockOnChannel(new Yields(yields));
      return done;
    },
  ],
  [
    'blockOnExecutor',
    (calls, yields) => {
      let done = 0;
      for (let call = 0; call < calls; call += 1) done += blockOnExecutor(new Yields(yields));
      return done;
    },
  ],
];
const YIELDS = [0, 10, 50];

/** Until V8 has compiled what there is to compile: milliseconds in all, and calls in each go. */
const WARM_UP = 150;
const GO = 200;
/** Milliseconds. */
const SAMPLE = 1;
/** The 4th and the 12th of 15 samples enclose the median with a confidence of 96.5 %, however they are distributed. */
const SAMPLES = 15;
const LOW = 3;
const HIGH = 11;

/** Wakes itself and answers pending so many times. */
class Yields extends Future<number> {
  #left: number;

  constructor(times: number) {
    super();
    this.#left = times;
  }

  override poll(cx: Context): Poll<number> {
    if (this.#left === 0) return 1;
    this.#left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

/** A line of the table, while it is measured. */
interface Case {
  readonly name: string;
  readonly run: Run;
  readonly yields: number;
  /** Nanoseconds a call. */
  readonly samples: number[];
}

/**
 * The cases take turns, in the warm-up as in the measuring: what disturbs the machine for a while disturbs all of them,
 * and a loop that had met one length only would be compiled for that one.
 */
function measure(): Figure[] {
  const cases = DESIGNS.flatMap(([design, run]) =>
    YIELDS.map((yields): Case => ({ name: `${design}/${yields}`, run, yields, samples: [] })),
  );
  for (const end = now() + WARM_UP; now() < end; ) {
    for (const { run, yields } of cases) timed(run, GO, yields);
  }
  const plan = cases.map((one) => [one, fillingCalls(one)] as const);
  for (let round = 0; round < SAMPLES; round += 1) {
    for (const [{ run, yields, samples }, calls] of plan) samples.push((timed(run, calls, yields) * 1e6) / calls);
  }
  return cases.map(figureOf);
}

/** How many calls fill a sample. */
function fillingCalls({ run, yields }: Case): number {
  for (let calls = GO; ; calls *= 2) {
    const took = timed(run, calls, yields);
    if (took >= SAMPLE) return Math.ceil((calls * SAMPLE) / took);
  }
}

function figureOf({ name, samples }: Case): Figure {
  samples.sort((a, b) => a - b);
  const [low = 0, median = 0, high = 0] = [LOW, SAMPLES >> 1, HIGH].map((index) => samples[index]);
  return { name, low, median, high };
}

/** Milliseconds. */
function timed(run: Run, calls: number, yields: number): number {
  const start = now();
  const done = run(calls, yields);
  const took = now() - start;
  if (done !== calls) throw new Error(`${done} of ${calls} calls answered`);
  return took;
}

post(measure());
SharedWaker.attach(threadData<WakerHandle>()).wake();
