/**
 * What one run of a program did, step by step: what a strategy learns from, and a trace is drawn from.
 *
 * A step is one atomic operation with the plain code around it, and steps are numbered from 0. Between two steps any
 * enabled thread may go next; which one did is the schedule.
 */
export interface Run {
  /** How many steps were made. */
  readonly length: number;
  /** Who made step `step`: 0 to 3. */
  thread(step: number): number;
  /** A number for the word of shared memory that the step touched, the same in every run; {@link NOWHERE} if none. */
  place(step: number): number;
  /**
   * What the step might do there, whatever came of it: the bits below. A `compareExchange` that fails counts as a write, and
   * a `wait` that finds another value as one that queues. Or else it would depend on a third step whether two depend on
   * each other, and DPOR would miss schedules.
   */
  access(step: number): number;
  /** Who could have made the step, as a mask of thread bits, {@link Run.timed} included. */
  enabled(step: number): number;
  /** The part of {@link Run.enabled} whose step would be the end of a time limit. */
  timed(step: number): number;
  /** Who waits with a time limit that could end there, had something changed that the thread has looked at. */
  held(step: number): number;
  /** The step that let this one's thread go on (the `notify` that ended its `wait`); -1 if none did. */
  cause(step: number): number;
  /** Whether it was given up half-way: all that could go was asleep, so other runs show the same. See `Plan.sleep`. */
  readonly cut: boolean;
}

/** The place of a step that touches no shared word. */
export const NOWHERE = -1;
/** The place of a step that may touch any: it depends on every step that touches one. */
export const EVERYWHERE = -2;

/** The step depends on the value of the word. */
export const READS = 1;
/** The step changes the word, or might. */
export const WRITES = 2;
/** The step enters or leaves the queue of those who wait on the word, or takes somebody out of it. */
export const QUEUES = 4;
/** The step touches the word at `place + 1` too. */
export const WIDE = 8;
/**
 * The step may let go on a thread that waits with several promises: such threads take up notifications in their order, on
 * whatever words they were.
 */
export const NOTICES = 16;

/** Whether it matters in which order two steps of different threads are made. */
export function dependent(placeA: number, accessA: number, placeB: number, accessB: number): boolean {
  if (placeA === NOWHERE || placeB === NOWHERE) return false;
  if (placeA === EVERYWHERE || placeB === EVERYWHERE) return true;
  if ((accessA & accessB & NOTICES) !== 0) return true;
  if (placeA > placeB + ((accessB & WIDE) >> 3) || placeB > placeA + ((accessA & WIDE) >> 3)) return false;
  if ((accessA & accessB & QUEUES) !== 0) return true;
  return (accessA & WRITES) !== 0 ? (accessB & (READS | WRITES)) !== 0 : (accessA & READS & (accessB >> 1)) !== 0;
}

/**
 * The threads that would take the turn from one that could go on, were they to make the step, as a mask: all but the one
 * that went last, if it can; and who would only end a time limit, although others can go.
 */
export function preempting(run: Run, step: number): number {
  const timed = run.timed(step);
  const awake = run.enabled(step) & ~timed;
  const last = step === 0 ? 0 : 1 << run.thread(step - 1);
  return (awake === 0 ? 0 : timed) | ((awake & last) === 0 ? 0 : awake & ~last);
}

/** Whether the step took the turn from a thread that could have gone on: see {@link preempting}. */
export function preempts(run: Run, step: number): boolean {
  return ((preempting(run, step) >> run.thread(step)) & 1) === 1;
}
