import type { Context, Services } from './context.js';
import { WakerError } from './errors.js';
import { usedUp, Waker, type WakerHandle } from './waker.js';

/**
 * Base of everything that polls a future: a task, a blocked thread, a promise, a branch of a combinator. It is the
 * context of the poll and the waker in that context at once, which saves two objects a task and lets a future that
 * (wrongly) keeps `cx` beyond the poll still wake the right one.
 *
 * Futures only borrow it: it cannot be used up, and a clone is a small object of its own.
 */
export abstract class LentWaker extends Waker implements Context {
  abstract readonly services: Services;

  get waker(): Waker {
    return this;
  }

  override wake(): never {
    throw new WakerError('wake: cx.waker is only borrowed; call wakeByRef(), or clone() it and wake the clone');
  }

  override clone(): Waker {
    return new WakerClone(this);
  }

  override willWake(other: Waker): boolean {
    return other === this || (other instanceof WakerClone && other.wakes(this));
  }

  override [Symbol.dispose](): never {
    throw new WakerError('drop: cx.waker is only borrowed; clone() it and drop the clone');
  }
}

/** A waker that a future owns. The collector counts references, so all it has to know is whether it was used up. */
class WakerClone extends Waker {
  #target: LentWaker | undefined;

  constructor(target: LentWaker) {
    super();
    this.#target = target;
  }

  wakes(target: LentWaker): boolean {
    return this.#target === target;
  }

  override wake(): void {
    const target = this.#live('wake');
    this.#target = undefined;
    target.wakeByRef();
  }

  override wakeByRef(): void {
    this.#live('wakeByRef').wakeByRef();
  }

  override clone(): Waker {
    return this.#live('clone').clone();
  }

  override willWake(other: Waker): boolean {
    return this.#live('willWake').willWake(other);
  }

  override share(): WakerHandle {
    return this.#live('share').share();
  }

  override expectOthers(): void {
    this.#live('expectOthers').expectOthers();
  }

  override [Symbol.dispose](): void {
    this.#target = undefined;
  }

  #live(verb: string): LentWaker {
    if (this.#target === undefined) throw usedUp(verb);
    return this.#target;
  }
}
