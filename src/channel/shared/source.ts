import type { Sleeper } from '../../camp/sleeper.js';
import type { Context } from '../../core/context.js';
import { PENDING } from '../../core/poll.js';
import { load } from '../../platform/index.js';
import { dropped } from '../check-value.js';
import { type Batch, DISCONNECTED, type Found, type Source } from '../flavour.js';
import type { Waiter } from '../waiter.js';
import { SharedEnds } from './ends.js';
import { CLOSED } from './layout.js';
import { NOTHING } from './nothing.js';
import { Patience } from './patience.js';

/**
 * The receiving side of a channel between threads, as one thread has it. A receive that needs not wait is a pop and a look at
 * whether somebody waits for room.
 */
export abstract class SharedSource<T> extends SharedEnds<T> implements Source<T> {
  /** How long to look before a thread that is going to block sleeps. */
  protected recvSpin = new Patience(this.store.capacity);
  recvRest: Sleeper | undefined;
  /** What the next receive comes to, if one before could not hand it over. */
  #postponed: (() => T) | null = null;

  tryRecv(_cx: Context | null): Found<T> {
    if (this.words[this.recvTurn] !== 0 && this.#postponed === null && !this.mayTry(this.receiving)) return PENDING;
    return this.#pop();
  }

  tryRecvInto(into: Batch<T>): number {
    if (this.#postponed !== null || !this.mayTry(this.receiving)) return this.#putPostponed(into);
    let count = this.#popInto(into);
    if (count === 0 && load(this.words, CLOSED) !== 0) {
      count = this.#popInto(into); // what was sent before it was closed
      if (count === 0) return this.store.isHeld ? 0 : -1;
    }
    if (count > 0) this.#freed();
    else this.askForNews();
    return count;
  }

  recvSoon(): Found<T> {
    const spin = this.recvSpin;
    for (let look = 0; look < spin.limit; look += 1) {
      const found = this.#seemsWorthwhile() ? this.tryRecv(null) : PENDING;
      if (found !== PENDING && spin.worthIt(look)) return found;
      spin.pause(look);
    }
    spin.inVain();
    return PENDING;
  }

  recvIntoSoon(into: Batch<T>): number {
    const spin = this.recvSpin;
    for (let look = 0; look < spin.limit; look += 1) {
      const count = this.#seemsWorthwhile() ? this.tryRecvInto(into) : 0;
      if (count !== 0 && spin.worthIt(look)) return count;
      spin.pause(look, true);
    }
    spin.inVain();
    return 0;
  }

  /** Whether a receive is worth trying, as it seems to a thread that looks for a while. Before it sleeps it looks in earnest. */
  #seemsWorthwhile(): boolean {
    return this.store.hasNext !== false || this.isClosed || this.#postponed !== null;
  }

  waitRecv(cx: Context): Waiter<unknown> {
    if (this.mine.hasLeft) throw dropped('recv', 'receiver');
    const waiter = this.receiving.wait(undefined, cx);
    this.hold(cx, this.receiving, this.mine.senders);
    return waiter as Waiter<unknown>;
  }

  pollRecv(waiter: Waiter<unknown>, cx: Context): Found<T> {
    const mine = waiter as Waiter<T>;
    let found: Found<T> = DISCONNECTED; // if the codec throws, it does not wait any more either
    try {
      found = this.#pop();
    } finally {
      if (found === PENDING) {
        this.receiving.missed(mine, cx);
        this.hold(cx, this.receiving, this.mine.senders);
      } else this.cancelRecv(waiter);
    }
    return found;
  }

  cancelRecv(waiter: Waiter<unknown>): void {
    this.receiving.leave(waiter as Waiter<T>);
    this.rest(this.receiving);
  }

  /** Those who wait here look, for another thread does not know of it. */
  postpone(outcome: () => T): void {
    this.#postponed = outcome;
    this.receiving.wakeAll();
  }

  #take(postponed: () => T): T {
    this.#postponed = null;
    return postponed();
  }

  #pop(): Found<T> {
    if (this.#postponed !== null) return this.#take(this.#postponed);
    let item: T | undefined;
    try {
      item = this.store.pop();
      if (item === undefined) {
        if (load(this.words, CLOSED) === 0) {
          this.askForNews();
          return PENDING;
        }
        item = this.store.pop(); // what was sent before it was closed
        if (item === undefined) return this.store.isHeld ? PENDING : DISCONNECTED;
      }
    } catch (error) {
      this.#freed(); // what the codec could not read is gone all the same
      throw error;
    }
    this.#freed();
    return (item as unknown) === NOTHING ? (undefined as T) : item;
  }

  /** Into an ordinary array one by one: what the stores fill at once are typed ones. */
  #popInto(into: Batch<T>): number {
    if (!Array.isArray(into)) return this.store.popInto(into);
    for (let count = 0; count < into.length; count += 1) {
      try {
        const value = this.store.pop();
        if (value === undefined) return count;
        this.#put(into, count, (value as unknown) === NOTHING ? (undefined as T) : value);
      } catch (error) {
        this.#freed(); // it is gone from the queue all the same
        if (count === 0) throw error;
        // What was put before is answered. A value that was refused is postponed by now, and that it was is no news then.
        if (this.#postponed === null) this.postpone(() => raise(error));
        return count;
      }
    }
    return into.length;
  }

  /** No more than that; answers how many it is. */
  #putPostponed(into: Batch<T>): number {
    // A part of no elements: nothing is taken, but an array of another kind is found out.
    if (!Array.isArray(into)) this.store.popInto(into.subarray(0, 0) as Batch<T>);
    if (this.#postponed === null || into.length === 0) return 0;
    return this.#put(into, 0, this.#take(this.#postponed));
  }

  /** @throws what a setter of the array throws; the value is the next one then. */
  #put(into: Batch<T>, at: number, value: T): number {
    try {
      (into as T[])[at] = value;
    } catch (error) {
      this.postpone(() => value);
      throw error;
    }
    return 1;
  }

  /** There is room for one who waits. */
  #freed(): void {
    // SYNC: after the pop; pairs with the flag in WaitRow.enlist.
    if (this.isAwaited(this.sendersWait)) this.sending.callNext();
  }
}

function raise(error: unknown): never {
  throw error;
}
