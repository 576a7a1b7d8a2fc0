import { checkFunction } from '../../core/check.js';
import type { Future } from '../../core/future.js';
import { co } from '../../coroutine/co.js';
import { begin, type ScopeBody } from './body.js';
import { Face, type Scope } from './face.js';
import { Nursery } from './nursery.js';

/**
 * Structured concurrency: what is started in a scope does not outlive it. The scope's future is done only when its body and all
 * that was spawned are over, and so is what they left to clean up.
 *
 * The first failure cancels everything else in the scope, the body too: futures are dropped, which runs their `finally` blocks,
 * and promises are told by their signals. The failure becomes the scope's; if more fails on the way out, {@link ScopeError} has
 * all errors. It makes no difference whether somebody joins the child that failed: an error that is to be handled has to be
 * caught in the child. What was cancelled may fail with a CancelledError or an `AbortError`, or with the reason of its
 * cancellation: that counts for nothing.
 *
 * Corresponds to `std::thread::scope` and, as it is asynchronous, to a Trio nursery and Kotlin's `coroutineScope`. Children are
 * part of whoever drives the scope, so that it needs no executor: `blockOn`, `await` and `yield*` will do.
 *
 * @param body - called with a {@link Scope} when the scope is first polled: a generator function, a function that answers a
 * future, or an async function.
 * @returns a future of what the body answers. It fails as said above, and with CancelledError when the body was cancelled by
 * {@link Scope.cancel}. Dropping it cancels everything at once; whoever drove it drives what is left to clean up, promises that
 * have not settled among it, and is told what fails from then on. Polling it after it was done throws PollError.
 * @throws TypeError when `body` is not a function.
 *
 * @example
 * ```ts
 * import { blockOn, sleep } from 'reveille';
 * import { scope } from 'reveille/threads';
 * import assert from 'node:assert/strict';
 *
 * const log: string[] = [];
 * const work = scope(function* (s) {
 *   s.spawn(function* () {
 *     try {
 *       yield* sleep(60_000);
 *     } finally {
 *       yield* sleep(1);
 *       log.push('tidied up');
 *     }
 *   });
 *   s.spawn(function* () {
 *     yield* sleep(1);
 *     throw new Error('no luck');
 *   });
 *   yield* sleep(60_000);
 * });
 * assert.throws(() => blockOn(work), /no luck/);
 * assert.deepEqual(log, ['tidied up']);
 * ```
 */
export function scope<T>(body: ScopeBody<Scope, T>): Future<T> {
  return open(body, () => {});
}

function open<T>(body: ScopeBody<Scope, T>, lost: (error: unknown) => void): Future<T> {
  checkFunction('body', body);
  // A coroutine, so that whoever awaits the scope is left only when all is cleaned up in here.
  return co(function* scope() {
    const nursery = new Nursery(lost);
    nursery.start(() => begin(body, new Face(nursery, open), nursery.services));
    try {
      yield* nursery;
    } finally {
      if (!nursery.isOver) {
        yield* nursery; // it was dropped, and is cancelled
        nursery.raise();
      }
    }
    return nursery.outcome() as T;
  });
}
