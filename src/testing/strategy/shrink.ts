import { DepthFirst } from './depth-first.js';
import { NondeterminismError } from './nondeterminism-error.js';
import { type Plan, steer } from './plan.js';
import { Recording } from './recording.js';
import { encode } from './replay.js';
import { preempts, type Run } from './run.js';
import { shorter } from './shorter.js';

/** How many runs a search makes at most, unless told otherwise. */
const RUNS = 2_000;

/** What makes a schedule hard to read, the worst first. */
interface Size {
  readonly preemptions: number;
  readonly switches: number;
  readonly steps: number;
}

/**
 * Looks for the shortest schedule that fails: the fewest preemptions, then the fewest context switches, then the fewest
 * steps. Like a strategy, but it must be told which runs failed.
 *
 * First greedily: it takes one switch out at a time, and starts again from whatever still fails. That is quick, and can get
 * stuck where two changes are needed at once. So what is left of the runs goes into a depth-first search for fewer
 * preemptions; if that comes to its end, there is no schedule with fewer ({@link Shrink.isLeast}).
 */
export class Shrink {
  readonly name = 'shrink';
  readonly #best = new Recording();
  #size: Size;
  #left: number;
  #candidates: Iterator<Uint8Array>;
  /** What was planned already. */
  readonly #planned = new Set<string>();
  #search: DepthFirst | undefined;
  #isLeast = false;

  /**
   * @param run - a run that failed.
   * @param runs - how many runs to make at most.
   */
  constructor(run: Run, runs = RUNS) {
    this.#best.take(run, [], 0);
    this.#size = sizeOf(run);
    this.#left = runs;
    this.#candidates = shorter(this.#best);
  }

  get phase(): string {
    return `${this.#size.preemptions} preemptions, ${this.#size.switches} switches, ${this.#size.steps} steps`;
  }

  /** The shortest schedule so far, as a text for `Replay`. */
  get schedule(): string {
    return encode(this.#best);
  }

  /** Whether every schedule with fewer preemptions was tried, and none of them fails. */
  get isLeast(): boolean {
    return this.#isLeast || this.#size.preemptions === 0;
  }

  /** Writes the next schedule into `plan`. Answers false when there is nothing left to try. */
  next(plan: Plan): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return this.#nextCandidate(plan) || this.#nextOfSearch(plan);
  }

  /** Takes note of what came of that schedule. Called once after each `next` that answered true. */
  judged(run: Run, failed: boolean): void {
    this.#note(run);
    const size = sizeOf(run);
    if (!failed || !isLess(size, this.#size)) return;
    // The search tries those with fewer preemptions first: the first that fails has the fewest.
    this.#isLeast ||= this.#search !== undefined;
    this.#search = undefined;
    this.#size = size;
    this.#best.take(run, [], 0);
    this.#candidates = shorter(this.#best);
  }

  /** A program that does not repeat itself cannot be searched; the run that failed is worth reporting all the same. */
  #note(run: Run): void {
    try {
      this.#search?.ran(run);
    } catch (error) {
      if (!(error instanceof NondeterminismError)) throw error;
      this.#left = 0;
    }
  }

  #nextCandidate(plan: Plan): boolean {
    if (this.#search !== undefined) return false;
    for (let next = this.#candidates.next(); next.done !== true; next = this.#candidates.next()) {
      const { value: threads } = next;
      const text = encode({ length: threads.length, thread: (step) => threads[step] as number });
      if (this.#planned.has(text)) continue;
      this.#planned.add(text);
      steer(plan, threads, threads.length);
      return true;
    }
    return false;
  }

  #nextOfSearch(plan: Plan): boolean {
    if (this.isLeast) return false;
    this.#search ??= new DepthFirst(this.#size.preemptions - 1);
    if (this.#search.next(plan)) return true;
    this.#isLeast = true;
    return false;
  }
}

function sizeOf(run: Run): Size {
  let preemptions = 0;
  let switches = 0;
  for (let step = 0; step < run.length; step += 1) {
    if (preempts(run, step)) preemptions += 1;
    if (step > 0 && run.thread(step) !== run.thread(step - 1)) switches += 1;
  }
  return { preemptions, switches, steps: run.length };
}

function isLess(a: Size, b: Size): boolean {
  if (a.preemptions !== b.preemptions) return a.preemptions < b.preemptions;
  return a.switches === b.switches ? a.steps < b.steps : a.switches < b.switches;
}
