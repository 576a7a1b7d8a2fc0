import { Future } from '../../core/future.js';

/** A future that is under way without being polled, and so may be used as a promise: with `catch` and `finally`, too. */
export abstract class Promising<out T> extends Future<T> {
  /**
   * As that of a promise: waits for the call on the host's event loop.
   *
   * Corresponds to `Promise.prototype.catch`.
   *
   * @param onRejected - called with what the call fails with; its answer is the promise's.
   * @returns a promise of the call's answer, or of that of `onRejected`.
   */
  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(null, onRejected);
  }

  /**
   * As that of a promise: waits for the call on the host's event loop.
   *
   * Corresponds to `Promise.prototype.finally`.
   *
   * @param onFinally - called when the call is over, whatever comes of it.
   * @returns a promise of the call's answer, which fails as the call does, or as `onFinally`.
   */
  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.then().finally(onFinally);
  }
}
