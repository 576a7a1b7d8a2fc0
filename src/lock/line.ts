import type { WaitRow } from '../camp/wait-row.js';
import type { Context, Services } from '../core/context.js';
import { Waiter } from './waiter.js';

/** So often in vain does the first one look before it asks for its turn. */
const PATIENCE = 4;

/**
 * Those on this thread who wait for one thing at a lock, first in first out, and the thread's place in the row of all threads
 * that do.
 *
 * The lock is not handed over: who is called looks, and somebody may have been faster. That is what makes locks fast, since a
 * thread that is awake goes on with what there is. One that looked in vain keeps its place, here and in the row; and after
 * four times in vain its thread takes the *turn*, and from then on nobody gets the lock who has not waited. So nobody is
 * passed over for ever: parking_lot's "eventual fairness", counted in losses rather than in time.
 */
export class Line {
  #first: Waiter | null = null;
  #last: Waiter | null = null;
  #ticket = 0;
  #losses = 0;
  #hasTurn = false;
  /** Who runs all that wait; null when those are several. */
  #services: Services | null = null;

  constructor(readonly row: WaitRow) {}

  get isEmpty(): boolean {
    return this.#first === null;
  }

  /** One waits from now on. It must look once more. */
  join(cx: Context): Waiter {
    const waiter = new Waiter(cx);
    if (this.isEmpty) this.#services = cx.services;
    this.#note(cx);
    waiter.previous = this.#last;
    if (this.#last === null) this.#first = waiter;
    else this.#last.next = waiter;
    this.#last = waiter;
    this.enlist();
    return waiter;
  }

  /** It looked in vain and waits on. Answers whether it must look once more. */
  missed(waiter: Waiter, cx: Context): boolean {
    this.sleep(waiter, cx);
    if (waiter === this.#first && !this.#hasTurn) {
      this.#losses += 1;
      if (this.#losses >= PATIENCE) this.#hasTurn = this.row.takeTurn();
    }
    return this.enlist();
  }

  /** It was polled for another reason, perhaps, and sleeps on. */
  sleep(waiter: Waiter, cx: Context): void {
    this.#note(cx);
    waiter.sleep(cx);
  }

  /**
   * It has what it waited for, or does not want it any more; who is left waits on in a place of its own.
   *
   * @returns whether the thread was called and nobody is left here. The call may be on its way still, so that the waiter has
   * not heard of it: then it is for another thread. (Is somebody left, it is that one's when it comes.)
   */
  leave(waiter: Waiter): boolean {
    waiter.forget();
    if (waiter === this.#first) this.#giveTurn();
    this.#unlink(waiter);
    if (!this.isEmpty) {
      this.enlist();
      return false;
    }
    const wasCalled = !this.row.isEnlisted || !this.row.withdraw(this.#ticket);
    this.#ticket = 0;
    return wasCalled;
  }

  /**
   * The thread was called: wakes the first one of each executor, unless one of it is awake. Of each, because one that runs
   * around a call of `blockOn` can't look before the call is over.
   */
  called(): void {
    if (this.#services !== null) {
      this.#first?.wake(); // as a rule: of thousands none but the first is looked at
      return;
    }
    const seen = new Set<Services>();
    for (let waiter = this.#first; waiter !== null; ) {
      const { next, services } = waiter;
      if (!seen.has(services)) waiter.wake();
      seen.add(services);
      waiter = next;
    }
  }

  /** Lets all look. */
  wakeAll(): void {
    for (let waiter = this.#first; waiter !== null; ) {
      const { next } = waiter;
      waiter.wake();
      waiter = next;
    }
  }

  /** Stands in the row, with the flag up; answers whether it did not before, and so must look once more. */
  enlist(): boolean {
    if (this.row.isEnlisted) return this.row.raise();
    this.#ticket = this.row.enlist(this.#ticket);
    return true;
  }

  #note({ services }: Context): void {
    if (services !== this.#services) this.#services = null;
  }

  #giveTurn(): void {
    this.#losses = 0;
    this.#ticket = this.row.isEnlisted ? this.#ticket : 0; // whoever is next has waited no less than others elsewhere
    if (this.#hasTurn) this.row.giveTurn();
    this.#hasTurn = false;
  }

  #unlink(waiter: Waiter): void {
    const { previous, next } = waiter;
    if (previous === null) this.#first = next;
    else previous.next = next;
    if (next === null) this.#last = previous;
    else next.previous = previous;
    waiter.previous = null;
    waiter.next = null;
  }
}
