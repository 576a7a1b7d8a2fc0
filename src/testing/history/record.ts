/** Takes note of operations; a checked thread has one, and no other. */
export interface Recorder {
  /** An operation begins. Answers what {@link Recorder.end} knows it by. */
  begin(name: string, args: readonly unknown[]): number;
  /** The operation that `begin` answered `token` for is over: it returned `result`, or threw it. */
  end(token: number, result: unknown, threw: boolean): void;
}

/** Where the recorder of a thread is found: in `globalThis`, since the code under test may load a copy of this module. */
export const RECORDER = Symbol.for('reveille.testing.recorder');

/**
 * Does an operation on the object under test, and notes it (its name, its arguments, when it began, when it ended and
 * with what), so that the history of all threads can be held against a sequential {@link Model}. For use in the threads
 * of a checked program; anywhere else it only calls the function.
 *
 * Corresponds to nothing in loom or shuttle, which leave histories to the test.
 *
 * @param name - the operation's name, which is that of a method of the model.
 * @param args - what the model's method is given. Plain values: they are copied to another thread.
 * @param operation - does it, synchronously: a checked thread that records one which answers a promise ends the
 * exploration with a TypeError.
 * @returns what `operation` returns. What it throws is noted, too, and thrown on.
 *
 * @example
 * ```ts
 * import { ArrayQueue } from 'reveille/queue';
 * import { record } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const queue = new ArrayQueue<number>(1);
 * assert.equal(
 *   record('push', [7], () => queue.push(7)),
 *   true,
 * );
 * assert.equal(
 *   record('pop', [], () => queue.pop()),
 *   7,
 * );
 * ```
 */
export function record<T>(name: string, args: readonly unknown[], operation: () => T): T {
  const recorder = (globalThis as { [RECORDER]?: Recorder })[RECORDER];
  if (recorder === undefined) return operation();
  const token = recorder.begin(name, args);
  let result: T;
  try {
    result = operation();
  } catch (error) {
    recorder.end(token, error, true);
    throw error;
  }
  recorder.end(token, result, false);
  return result;
}
