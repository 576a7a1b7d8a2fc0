import { RELEASED, type Waiter } from './waiter.js';

/** Those who wait, first in first out; linked through themselves, so that anybody leaves in O(1). */
export class WaitList<T> {
  first: Waiter<T> | null = null;
  #last: Waiter<T> | null = null;

  push(waiter: Waiter<T>): void {
    waiter.previous = this.#last;
    if (this.#last === null) this.first = waiter;
    else this.#last.next = waiter;
    this.#last = waiter;
  }

  remove(waiter: Waiter<T>): void {
    const { previous, next } = waiter;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.#last = previous;
    else next.previous = previous;
    waiter.previous = null;
    waiter.next = null;
  }

  /** Lets all of them go, with nothing, and wakes them in order. All have left before the first one hears of it. */
  releaseAll(): void {
    let waiter = this.first;
    this.first = null;
    this.#last = null;
    for (let each = waiter; each !== null; each = each.next) each.state = RELEASED;
    while (waiter !== null) {
      const { next } = waiter;
      waiter.previous = null;
      waiter.next = null;
      waiter.wake();
      waiter = next;
    }
  }
}
