import { ReveilleError } from '../../core/errors.js';

/**
 * A program under test asked for what a seed does not decide, such as a wake from another thread. It is refused, since
 * the run would not be the same the next time.
 *
 * @example
 * ```ts
 * import { pollFn } from 'reveille';
 * import { OutsideError, TestExecutor } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const executor = new TestExecutor();
 * assert.throws(() => executor.runUntil(pollFn((cx) => cx.waker.share())), OutsideError);
 * ```
 */
export class OutsideError extends ReveilleError {
  override name = 'OutsideError';
}

/**
 * A program under test went on and on: its executor polled as often as it may, and tasks were still not done. The message
 * names them. In virtual time a loop that waits for a timer takes no time at all, so it would be a hang.
 *
 * @example
 * ```ts
 * import { co, interval } from 'reveille';
 * import { EndlessError, TestExecutor } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 *
 * const executor = new TestExecutor({ maxPolls: 1_000 });
 * executor.spawn(co(function* clock() {
 *   const ticks = interval(1_000);
 *   for (;;) yield* ticks.next();
 * }));
 * assert.throws(() => executor.run(), EndlessError);
 * ```
 */
export class EndlessError extends ReveilleError {
  override name = 'EndlessError';
}
