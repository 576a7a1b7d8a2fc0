import { ReveilleError } from '../core/errors.js';

/**
 * A value could not be sent: the channel was closed, or its last receiver is gone. It carries the value back.
 *
 * Corresponds to `crossbeam_channel::SendError` and to `TrySendError::Disconnected`.
 *
 * @typeParam T - the type of what is handed back.
 *
 * @example
 * ```ts
 * import { bounded, SendError } from 'reveille/channel';
 * import assert from 'node:assert/strict';
 *
 * const [tx, rx] = bounded<string>(1);
 * rx.close();
 * try {
 *   tx.trySend('letter');
 * } catch (error) {
 *   assert.ok(error instanceof SendError);
 *   assert.equal(error.value, 'letter');
 * }
 * ```
 */
export class SendError<out T = unknown> extends ReveilleError {
  override name = 'SendError';

  /**
   * @param message - what failed.
   * @param value - what was not sent; of a batch, an array of those that were not.
   */
  constructor(
    message: string,
    readonly value: T,
  ) {
    super(message);
  }
}

/**
 * There is nothing to receive and never will be: the channel was closed, or its last sender is gone, and what was in it has
 * been received.
 *
 * Corresponds to `crossbeam_channel::RecvError` and to `TryRecvError::Disconnected`.
 *
 * @example
 * ```ts
 * import { bounded, RecvError } from 'reveille/channel';
 * import assert from 'node:assert/strict';
 *
 * const [tx, rx] = bounded<string>(1);
 * tx.trySend('last');
 * tx[Symbol.dispose]();
 * assert.equal(rx.tryRecv(), 'last');
 * assert.throws(() => rx.tryRecv(), RecvError);
 * ```
 */
export class RecvError extends ReveilleError {
  override name = 'RecvError';
}
