import { checkInteger } from '../../core/check.js';
import { Deferred, type Steps } from './deferred.js';
import { grown } from './grown.js';
import { NondeterminismError } from './nondeterminism-error.js';
import { type Plan, steer } from './plan.js';
import { Recording } from './recording.js';
import { preempting, type Run } from './run.js';
import type { Strategy } from './strategy.js';

/**
 * Every schedule, those with few preemptions first: stateless depth-first search with iterative context bounding, after
 * CHESS (M. Musuvathi & S. Qadeer, *Iterative Context Bounding for Systematic Testing of Multithreaded Programs*, 2007).
 * Most bugs need one preemption or two, and with bound `b` a search is complete for all schedules of at most `b`.
 *
 * ```text
 *   run            0 0 0 1 1 2       each step after the planned ones may branch:
 *   for free           .   . 2         where the last thread cannot go on anyway: deepest first
 *   by preemption    1 1   2           else: deferred to the next bound
 * ```
 *
 * What follows the branch is free of preemptions, since whoever goes stays. So at bound `b` each run has exactly `b`, and
 * no run is made twice: starting afresh with a higher bound, as CHESS did, would repeat all that came before.
 */
export class DepthFirst implements Strategy {
  readonly name = 'depth-first';
  readonly #bound: number;
  #level = 0;
  #completeUpTo: number | undefined;
  #over = false;
  /** Whether schedules beyond the bound were left out. */
  #leftOut = false;

  readonly #latest = new Recording();
  /** The latest run, or the one to be made; its alternatives are those that are to be tried at this bound. */
  readonly #path: Steps = { threads: new Uint8Array(64), marks: new Uint8Array(64), alternatives: new Uint8Array(64) };
  /** By step: who else is to go there at the next bound. */
  #late = new Uint8Array(64);
  /** How many steps of the path are given: the others come as they come. */
  #planned = 0;

  #now = new Deferred();
  #later = new Deferred();

  /**
   * @param bound - how many preemptions a schedule has at most; Infinity for all schedules.
   * @throws TypeError or RangeError when `bound` is neither Infinity nor a whole number from 0.
   */
  constructor(bound: number) {
    if (bound !== Number.POSITIVE_INFINITY) checkInteger('bound', bound, 0, Number.MAX_SAFE_INTEGER);
    this.#bound = bound;
  }

  get phase(): string {
    return `bound ${this.#level}`;
  }

  get completeUpTo(): number | undefined {
    return this.#completeUpTo;
  }

  next(plan: Plan): boolean {
    if (this.#over) return false;
    steer(plan, this.#path.threads, this.#planned);
    return true;
  }

  /** @throws NondeterminismError when the program does not repeat itself. */
  ran(run: Run): void {
    this.#latest.take(run, this.#path.threads, this.#planned);
    this.#check();
    this.#makeRoom(run.length);
    const { threads, marks } = this.#path;
    for (let step = Math.max(0, this.#planned - 1); step < run.length; step += 1) {
      threads[step] = run.thread(step);
      marks[step] = this.#latest.mark(step);
    }
    this.#defer(run.length);
    this.#advance(run.length);
  }

  /** The run that this one branches off is often long gone, and only its marks are left. */
  #check(): void {
    const last = this.#planned - 1; // where it branches off, and nothing is expected
    for (let step = 0; step < last; step += 1) {
      if (this.#latest.mark(step) === this.#path.marks[step]) continue;
      throw new NondeterminismError(step, `thread ${this.#path.threads[step]} does the same`, this.#latest.deed(step));
    }
  }

  /** Finds the branches of the run, and keeps for the next bound those that exceed this one. */
  #defer(length: number): void {
    const from = this.#planned;
    let end = from;
    for (let step = from; step < length; step += 1) {
      this.#split(step);
      if (this.#late[step] !== 0) end = step + 1;
    }
    if (end === from) return;
    const { threads, marks } = this.#path;
    if (this.#level >= this.#bound) this.#leftOut = true;
    else this.#later.push({ threads, marks, alternatives: this.#late }, from, end);
    this.#late.fill(0, from, end);
  }

  /** Notes who else could make a step, and what it would cost. */
  #split(step: number): void {
    const run = this.#latest;
    const others = run.enabled(step) & ~(1 << run.thread(step));
    const costly = others === 0 ? 0 : preempting(run, step);
    // Whoever has gone on for very long makes way, and it does not matter for whom.
    const makesWay = ((costly >> run.thread(step)) & 1) === 1;
    const late = makesWay ? costly & run.timed(step) : costly;
    this.#late[step] = others & late;
    this.#path.alternatives[step] = others & ~late & (makesWay ? costly : ~0);
  }

  /** Goes to the deepest branch that is left, else to the next deferred run, else to the next bound. */
  #advance(length: number): void {
    for (let end = length; !this.#branch(end); ) {
      if (this.#now.isEmpty && !this.#raise()) return;
      end = this.#now.shift(this.#path);
    }
  }

  #branch(end: number): boolean {
    let step = end - 1;
    while (step >= 0 && this.#path.alternatives[step] === 0) step -= 1;
    if (step < 0) return false;
    const todo = this.#path.alternatives[step] as number;
    this.#path.threads[step] = 31 - Math.clz32(todo & -todo);
    this.#path.alternatives[step] = todo & (todo - 1);
    this.#planned = step + 1;
    return true;
  }

  /** Goes on to the next bound, if there is anything left for it. */
  #raise(): boolean {
    this.#over = this.#later.isEmpty;
    this.#completeUpTo = this.#over && !this.#leftOut ? Number.POSITIVE_INFINITY : this.#level;
    if (this.#over) return false;
    this.#level += 1;
    [this.#now, this.#later] = [this.#later, new Deferred()];
    return true;
  }

  #makeRoom(length: number): void {
    const path = this.#path;
    path.threads = grown(path.threads, length);
    path.marks = grown(path.marks, length);
    path.alternatives = grown(path.alternatives, length);
    this.#late = grown(this.#late, length);
  }
}
