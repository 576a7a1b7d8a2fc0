import { checkFuture } from '../core/check.js';
import type { Future } from '../core/future.js';
import { Signal } from '../sync/signal.js';
import { Blocker } from './blocker.js';

/**
 * Blocks this thread until `future` is done, on a `bounded(1)` channel made for this call, whose sender is the waker:
 * the second design one thinks of, kept for comparison.
 *
 * Corresponds to a channel as the thread's sleep: `loop { match poll { Pending => receiver.recv(), Ready(value) => return value } }`.
 *
 * @param future - what to wait for; used up, whatever happens.
 * @returns its value.
 * @throws as `blockOn`.
 *
 * @example
 * ```ts
 * import { blockOnChannel, ready } from 'reveille';
 *
 * console.log(blockOnChannel(ready(42))); // 42
 * ```
 */
export function blockOnChannel<T>(future: Future<T>): T {
  const poll = checkFuture('future', future);
  return new ChannelBlocker().block(future, poll);
}

/** A wake sends, and skips when the channel is full; the one slot of the channel is all there is to it. */
class ChannelBlocker extends Blocker {
  readonly #signal = new Signal();

  override wakeByRef(): void {
    this.#signal.trySend();
  }

  protected override takeWake(): boolean {
    return this.#signal.tryRecv();
  }
}
