import { ReveilleError } from '../../core/errors.js';

/**
 * A schedule was found under which the program fails. The message tells the whole story: what went wrong, the steps of
 * the shortest schedule found, by thread, with their lines in the source, and the string to replay it with.
 *
 * Corresponds to the panic of `loom::model`.
 *
 * @example
 * ```ts
 * import { explore, ScheduleError } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 * import { isMainThread } from 'node:worker_threads';
 *
 * export const setup = () => new Int32Array(new SharedArrayBuffer(4));
 * export function adder(count: Int32Array) {
 *   Atomics.store(count, 0, Atomics.load(count, 0) + 1); // what comes in between is lost
 * }
 * export const both = (count: Int32Array) => assert.equal(count[0], 2);
 *
 * if (isMainThread) {
 *   const program = { module: import.meta.url, setup: 'setup', threads: ['adder', 'adder'], invariant: 'both' };
 *   const error = await explore(program).catch((error) => error);
 *   assert.ok(error instanceof ScheduleError);
 *   assert.equal(error.kind, 'invariant');
 *   await assert.rejects(explore(program, { replay: error.schedule }), ScheduleError); // the same again
 * }
 * ```
 */
export class ScheduleError extends ReveilleError {
  override name = 'ScheduleError';
  /**
   * What went wrong. `deadlock`: threads are left, and none of them can ever go on: a lost wake-up is one. `livelock`:
   * all that is left spins, or a run did not end. `error`: a thread threw. `invariant`, `always`: that export threw.
   * `not linearizable`: the recorded operations fit no order. `stuck`: a thread came to no atomic operation any more.
   */
  readonly kind: ScheduleErrorKind;
  /** The schedule: give it to `explore` as `options.replay`. */
  readonly schedule: string;
  /** The schedules that were run until this one was found, it included. */
  readonly runs: number;
  /** The steps by thread, as in the message. */
  readonly trace: string;

  /** @internal */
  constructor(
    message: string,
    kind: ScheduleErrorKind,
    found: { schedule: string; runs: number; trace: string },
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.schedule = found.schedule;
    this.runs = found.runs;
    this.trace = found.trace;
    // It is in the message already: printing an uncaught error would show it twice.
    Object.defineProperty(this, 'trace', { enumerable: false });
  }
}

/**
 * What a {@link ScheduleError} is about.
 *
 * @example
 * ```ts
 * import type { ScheduleErrorKind } from 'reveille/testing';
 *
 * const lostWakeUp: ScheduleErrorKind = 'deadlock';
 * console.log(lostWakeUp); // deadlock
 * ```
 */
export type ScheduleErrorKind =
  | 'deadlock'
  | 'livelock'
  | 'error'
  | 'invariant'
  | 'always'
  | 'not linearizable'
  | 'stuck';
