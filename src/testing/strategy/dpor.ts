import { Branches } from './branches.js';
import { grown } from './grown.js';
import { HappensBefore } from './happens-before.js';
import { type Plan, steer } from './plan.js';
import { Recording } from './recording.js';
import { EVERYWHERE, QUEUES, type Run } from './run.js';
import type { Strategy } from './strategy.js';

/**
 * One schedule of each kind, where two are of the same kind if one turns into the other by swapping neighbouring steps
 * that do not depend on each other: all threads see the same then. Dynamic partial-order reduction with source sets and
 * sleep sets (P. Abdulla, S. Aronis, B. Jonsson & K. Sagonas, *Optimal Dynamic Partial Order Reduction*, 2014).
 *
 * After each run it looks for races, pairs of steps that could come the other way round:
 *
 * ```text
 *   run     a  e  b  c  j       e and j race; b comes after e in any case, c does not; j comes after c
 *   wanted  a  c                who could be first, of those that do not come after e (c and j): c
 * ```
 *
 * If one who could be first is asleep in place of `e`, or goes there in some run, nothing is to be done: that makes the
 * sets of threads small. To add the thread of `j` and no other would be wrong, since `j` cannot come before `c`.
 *
 * The paper's steps never take from another thread the step that it could make. Here a `notify` does, from a thread whose
 * time limit could have ended, and so does whatever ends a run early, from all threads: they are tried in its place.
 *
 * What is true of every moment is lost: of two steps in either order one is shown, so that only what threads see, and how
 * a run ends, is complete. If runs are given up at a number of steps, it is complete for programs that never get there.
 */
export class Dpor implements Strategy {
  readonly name = 'dpor';
  readonly #latest = new Recording();
  readonly #order = new HappensBefore(this.#latest);
  readonly #branches = new Branches(this.#latest);
  /** Who is to make the first steps of the present run. */
  #path = new Uint8Array(64);
  /** How many. The last of them is where it branches off the run before. */
  #planned = 0;
  #sleep = 0;
  #over = false;

  get phase(): string {
    return `branch at step ${Math.max(0, this.#planned - 1)}`;
  }

  get completeUpTo(): number | undefined {
    return this.#over ? Number.POSITIVE_INFINITY : undefined;
  }

  next(plan: Plan): boolean {
    if (this.#over) return false;
    steer(plan, this.#path, this.#planned, this.#sleep);
    return true;
  }

  /** @throws NondeterminismError when the program does not repeat itself. */
  ran(run: Run): void {
    this.#latest.take(run, this.#path, this.#planned);
    if (this.#planned > 0 && !this.#sleptRightly()) return;
    const from = Math.max(0, this.#planned - 1);
    this.#order.rewind(from);
    let step = from;
    for (; step < run.length; step += 1) {
      if (step > from) this.#restore(step - 1);
      if (!this.#goesOn(step)) break;
      this.#order.add(step);
      for (const earlier of this.#order.races) if (earlier >= 0) this.#reverse(earlier, step);
      this.#reverseCause(step);
    }
    if (step === run.length && !run.cut) this.#finish();
    this.#choose(Math.min(step, run.length - 1));
  }

  /**
   * What the branching step would do was only expected: nobody can tell what a thread does first, or where an event loop
   * waits. If somebody slept through it who should not have, the schedule is run again with them awake.
   */
  #sleptRightly(): boolean {
    const step = this.#planned - 1;
    this.#branches.try(step);
    const sleep = this.#branches.asleepAfter(step);
    const tooMany = this.#sleep & ~sleep;
    this.#sleep = sleep;
    return tooMany === 0;
  }

  /** Takes in a step, unless its thread was asleep: then all from here on was seen in an earlier run. */
  #goesOn(step: number): boolean {
    if (step < this.#planned || this.#branches.begin(step)) return true;
    this.#wantAwake(step);
    return false;
  }

  /** A thread went that could have slept: one that does not sleep, if there is one, is to go instead. */
  #wantAwake(step: number): void {
    const run = this.#latest;
    const awake = run.enabled(step) & ~this.#branches.settled(step);
    const known = awake & ~run.timed(step);
    let later = step + 1;
    while (later < run.length && ((known >> run.thread(later)) & 1) === 0) later += 1;
    if (later === run.length) this.#branches.wantAll(step, awake);
    else this.#branches.want(step, run.thread(later), run.place(later), run.access(later));
  }

  /** Sees to it that some run shows step `later` before step `earlier`, which races with it. */
  #reverse(earlier: number, later: number): void {
    const run = this.#latest;
    const settled = this.#branches.settled(earlier);
    let chosen = earlier; // one is found: the first step that does not come after it comes after nothing
    for (let step = later; step > earlier; step -= 1) {
      const comesAfter = step < later && this.#order.isBefore(earlier, step);
      if (comesAfter || !this.#order.couldReplace(step, earlier)) continue;
      if ((settled >> run.thread(step)) & 1) return;
      if (chosen !== later) chosen = step;
    }
    this.#branches.want(earlier, run.thread(chosen), run.place(chosen), run.access(chosen));
  }

  /**
   * Whoever was notified before it waited might have come to wait first, and gone on by the end of a time limit: for
   * promises, unlike `wait`, a notification can come as early as that.
   */
  #reverseCause(step: number): void {
    const cause = this.#latest.cause(step);
    const previous = this.#order.previous(this.#latest.thread(step), step);
    if (cause >= 0 && previous > cause && !this.#order.isBefore(cause, previous)) this.#reverse(cause, step);
  }

  /** Tries those whose step was taken away by `step`: see {@link Dpor}. */
  #restore(step: number): void {
    const run = this.#latest;
    const gone = run.enabled(step) & ~run.enabled(step + 1);
    const woken = (run.timed(step) | run.held(step)) & ~(run.timed(step + 1) | run.held(step + 1));
    const taken = (gone | woken) & ~(1 << run.thread(step));
    for (let thread = 0; taken >> thread !== 0; thread += 1) {
      if (((taken >> thread) & 1) === 0) continue;
      const wait = this.#order.previous(thread, step);
      const queued = wait >= 0 && (run.access(wait) & QUEUES) !== 0;
      this.#branches.want(step, thread, queued ? run.place(wait) : EVERYWHERE, queued ? QUEUES : 0);
    }
  }

  /** If others could still have gone, what ended the run took their steps away. */
  #finish(): void {
    const last = this.#latest.length - 1;
    if (last < 0) return;
    const others = this.#latest.enabled(last) & ~(1 << this.#latest.thread(last));
    this.#branches.wantAll(last, others);
  }

  /** Goes to the deepest step, `last` or before, at which somebody is still to be tried. */
  #choose(last: number): void {
    const run = this.#latest;
    let step = last;
    while (step >= 0 && this.#branches.left(step) === 0) step -= 1;
    this.#over = step < 0;
    if (this.#over) return;
    const left = this.#branches.left(step);
    const thread = 31 - Math.clz32(left & -left);
    this.#path = grown(this.#path, step + 1);
    for (let before = 0; before < step; before += 1) this.#path[before] = run.thread(before);
    this.#path[step] = thread;
    this.#planned = step + 1;
    this.#sleep = this.#branches.asleepAfter(step, thread);
  }
}
