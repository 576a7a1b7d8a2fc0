import type { Context, Services } from '../../core/context.js';
import { outermost } from '../scope/services.js';
import type { Driven, Driver } from './driven.js';

/** Where calls are waited for, at one table. */
interface Place {
  /** Whoever waits for one looks. */
  stir(): void;
}

/**
 * What functions of this thread's have answered that is not there yet, whichever pool's calls they were given to: a call of one pool may wait for
 * what a call of another one does, and that for such a function.
 */
class Driving implements Driver {
  readonly #places = new Set<Place>();
  /** All of them, and those that are worth polling. */
  readonly #driven = new Set<Driven>();
  #due = new Set<Driven>();
  /** Whose polls drive them just now, and whose did last, with which timers. */
  #driver: Services | null = null;
  #lastDriver: Services | null = null;
  #lastClocks: number | undefined;

  join(place: Place): void {
    this.#places.add(place);
  }

  leave(place: Place): void {
    this.#places.delete(place);
  }

  /** A function has answered a future: whoever blocks on a call drives it. */
  add(driven: Driven): void {
    this.#driven.add(driven);
    this.woken(driven);
  }

  woken(driven: Driven): void {
    if (!this.#driven.has(driven)) return;
    this.#due.add(driven);
    this.#stir();
  }

  drivenBy(services: Services): void {
    this.#lastDriver = services;
    this.#lastClocks = services.clocks;
  }

  over(driven: Driven): void {
    this.#driven.delete(driven);
    this.#due.delete(driven);
    if (this.#driven.size === 0) this.#lastDriver = null;
  }

  /**
   * The thread is about to block. One of them may wait for a call itself, and so come back here: it finds that all are polled by now. If each polled all
   * others anew, a few would take for ever. (But if it blocks, nobody else polls them.)
   */
  poll(cx: Context): void {
    if (this.#driven.size === 0) return;
    const services = outermost(cx.services);
    if (services === this.#driver) return;
    const outer = this.#driver;
    this.#driver = services;
    try {
      for (const driven of this.#takeDue(services)) driven.poll(cx); // one that is over leaves
    } finally {
      this.#driver = outer;
    }
    // Woken since, or polled within this by another one that is gone by now: whoever polls here does not wait yet, and was not told.
    if (this.#due.size > 0 || (this.#driven.size > 0 && !this.#isLast(services))) cx.waker.wakeByRef();
  }

  /** Whether that poll is one of those futures, as who blocks polls them, and not one that blocks in their midst itself. */
  isPolling({ services }: Context): boolean {
    return this.#driver !== null && outermost(services) === this.#driver;
  }

  #isLast(services: Services): boolean {
    return services === this.#lastDriver && services.clocks === this.#lastClocks;
  }

  /** Of another driver, all: it has other timers. And whoever waits under the last one looks when its turn comes, for the same reason. */
  #takeDue(services: Services): Set<Driven> {
    const isSame = this.#isLast(services);
    const due = isSame ? this.#due : new Set(this.#driven);
    this.#due = new Set();
    this.drivenBy(services);
    if (!isSame) this.#stir();
    return due;
  }

  #stir(): void {
    for (const place of this.#places) place.stir();
  }
}

/** This thread's. */
export const driving: Driving = /* @__PURE__ */ new Driving();
