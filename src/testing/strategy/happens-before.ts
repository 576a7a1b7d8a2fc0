import { grown } from './grown.js';
import { MOST_THREADS } from './plan.js';
import { dependent, type Run } from './run.js';

/** No step. */
const NONE = -1;

/**
 * Which steps of a run come before which whatever the schedule, and which only happened to: vector clocks (F. Mattern,
 * 1989), one for each step.
 *
 * A step comes after the one before it in its thread, after steps that it depends on, and after the one without which its
 * thread could not have gone on: the `notify` that ended a wait, the write that a loop had waited for. All others are
 * concurrent with it.
 */
export class HappensBefore {
  readonly #run: Run;
  /** By step and thread: the last step of that thread which comes before, or is, the step, plus 1; 0 for none. */
  #clocks = new Int32Array(64 * MOST_THREADS);
  /** By step: the one before it in its thread. */
  #previous = new Int32Array(64);
  /** By thread: its last step. */
  readonly #last = new Int32Array(MOST_THREADS).fill(NONE);

  /**
   * By thread: its step that races with the one added last; -1 for none. Two steps race that depend on each other with
   * nothing between them that forces their order: then there is a schedule in which they come the other way round.
   */
  readonly races: Int32Array = new Int32Array(MOST_THREADS);

  constructor(run: Run) {
    this.#run = run;
  }

  /** Whether step `a` comes before step `b`, a later one, in every schedule that is equivalent to this. */
  isBefore(a: number, b: number): boolean {
    return this.#clock(b, this.#run.thread(a)) > a;
  }

  /**
   * Whether `step` could have been made in place of `earlier`: all that comes before it was made by then. It must not come
   * after `earlier`, unless the two race.
   */
  couldReplace(step: number, earlier: number): boolean {
    if ((this.#previous[step] as number) >= earlier) return false;
    const thread = this.#run.thread(step);
    const replaced = this.#run.thread(earlier);
    for (let other = 0; other < MOST_THREADS; other += 1) {
      if (other !== thread && other !== replaced && this.#clock(step, other) > earlier) return false;
    }
    return true;
  }

  /** The step before `step` in its thread; -1 if there is none. */
  previous(thread: number, step: number): number {
    let last = this.#last[thread] as number;
    while (last >= step) last = this.#previous[last] as number;
    return last;
  }

  /** Forgets `step` and all that come after it. */
  rewind(step: number): void {
    for (let thread = 0; thread < MOST_THREADS; thread += 1) this.#last[thread] = this.previous(thread, step);
  }

  /** Takes in the next step of the run, and finds its {@link HappensBefore.races}. */
  add(step: number): void {
    const thread = this.#run.thread(step);
    this.#makeRoom(step + 1);
    this.#begin(step, thread);
    for (let other = 0; other < MOST_THREADS; other += 1) {
      this.races[other] = other === thread ? NONE : this.#lastDependent(step, other);
    }
    for (let other = 0; other < MOST_THREADS; other += 1) this.#dropCovered(other);
    for (let other = 0; other < MOST_THREADS; other += 1) this.#join(step, this.races[other] as number);
    this.#clocks[step * MOST_THREADS + thread] = step + 1;
    this.#previous[step] = this.#last[thread] as number;
    this.#last[thread] = step;
  }

  /** What comes before a step, apart from what it depends on. */
  #begin(step: number, thread: number): void {
    this.#clocks.fill(0, step * MOST_THREADS, (step + 1) * MOST_THREADS);
    const previous = this.#last[thread] as number;
    this.#join(step, previous);
    this.#join(step, this.#run.cause(step));
  }

  /** The last step of `other` that `step` depends on, unless it comes before it anyway. */
  #lastDependent(step: number, other: number): number {
    const run = this.#run;
    const place = run.place(step);
    const access = run.access(step);
    const known = this.#clock(step, other);
    let last = this.#last[other] as number;
    while (last >= known && !dependent(run.place(last), run.access(last), place, access)) {
      last = this.#previous[last] as number;
    }
    return last >= known ? last : NONE;
  }

  /** What comes before another of them is no race. */
  #dropCovered(thread: number): void {
    const step = this.races[thread] as number;
    if (step === NONE) return;
    for (let other = 0; other < MOST_THREADS; other += 1) {
      const later = this.races[other] as number;
      if (other !== thread && later > step && this.isBefore(step, later)) this.races[thread] = NONE;
    }
  }

  /** All that comes before `earlier` comes before `step`. */
  #join(step: number, earlier: number): void {
    if (earlier === NONE) return;
    const clocks = this.#clocks;
    for (let thread = 0; thread < MOST_THREADS; thread += 1) {
      const clock = clocks[earlier * MOST_THREADS + thread] as number;
      const at = step * MOST_THREADS + thread;
      if (clock > (clocks[at] as number)) clocks[at] = clock;
    }
  }

  #clock(step: number, thread: number): number {
    return this.#clocks[step * MOST_THREADS + thread] as number;
  }

  #makeRoom(length: number): void {
    this.#clocks = grown(this.#clocks, length * MOST_THREADS);
    this.#previous = grown(this.#previous, length);
  }
}
