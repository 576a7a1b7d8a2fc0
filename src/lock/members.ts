import { add, compareExchange, load } from '../platform/index.js';
import { HELD_ROW, STATE, TRANSIT } from './layout.js';
import type { Post } from './post.js';

/**
 * Those who belong to a wait group: each thread counts its own in its seat, and those that it has sent on their way to another
 * thread, so those of a thread that died count no more.
 *
 * One moves by being counted there first and taken off here then, and between the two `state` is raised. So a look that
 * finds nobody, and during which nothing moved, has not merely looked in the wrong place at the wrong time.
 */
export class Members {
  constructor(private readonly post: Post) {}

  join(): void {
    add(this.post.words, this.post.held, 1);
  }

  leave(): void {
    add(this.post.words, this.post.held, -1);
    if (this.areGone) this.post.callAll();
  }

  /** One more is on its way. */
  send(): void {
    const { words } = this.post;
    add(words, this.#transitOf(this.post.seat), 1);
    add(words, STATE, 1);
    this.post.line.wakeAll(); // who waited for this thread's own members waits for another thread now
  }

  /** One has arrived that the thread in this seat, with this word, had sent. */
  arrive(seat: number, owner: number): void {
    const { words, seats } = this.post;
    this.join();
    add(words, STATE, 1);
    if (load(words, seats.ownerOf(seat)) !== owner) return; // it has died, and its count with it
    const transit = this.#transitOf(seat);
    for (let count = load(words, transit); count > 0; ) {
      const seen = compareExchange(words, transit, count, count - 1);
      if (seen === count) return;
      count = seen;
    }
  }

  get areGone(): boolean {
    return this.#sum() === 0;
  }

  /** Whether there are some, and none that is not this thread's. */
  get areOwn(): boolean {
    const own = load(this.post.words, this.post.held);
    return own > 0 && this.#sum() === own;
  }

  /** How many there are: a sum during which none has moved, for one that moves may be missed. */
  #sum(): number {
    const { words } = this.post;
    for (;;) {
      const moves = load(words, STATE);
      const sum = this.post.sum() + this.post.sum(TRANSIT);
      if (load(words, STATE) === moves) return sum;
    }
  }

  #transitOf(seat: number): number {
    return this.post.seats.fieldOf(seat, HELD_ROW, TRANSIT);
  }
}
