import { Headcount } from '../camp/headcount.js';
import { HELD_ROW, STATE } from './layout.js';
import type { Post } from './post.js';

/** Those who belong to a wait group, and what those who wait for them are told. */
export class Members {
  readonly #count: Headcount;

  constructor(private readonly post: Post) {
    this.#count = new Headcount(post.seats, HELD_ROW, post.seat, STATE);
  }

  join(): void {
    this.#count.add();
  }

  leave(): void {
    this.#count.drop();
    if (this.areGone) this.post.callAll();
    else if (this.#count.own === 0) this.#tellOnly();
  }

  /** One thread may have all that are left, and wait: it looks again, and finds that nobody else can end that. */
  #tellOnly(): void {
    const { row } = this.post.line;
    const seat = this.#count.onlySeat;
    if (seat >= 0 && row.isIn(seat)) row.wake(seat);
  }

  /** One more is on its way. */
  send(): void {
    this.#count.send();
    this.post.line.wakeAll(); // who waited for this thread's own members waits for another thread now
  }

  /** See {@link Headcount.arrive}. The thread that it comes from may have waited for that to give its place back. */
  arrive(seat: number, owner: number, passage: Int32Array): void {
    if (this.#count.arrive(seat, owner, passage)) this.post.line.row.wake(seat);
    this.#tellOnly();
  }

  get areGone(): boolean {
    return this.#count.areGone();
  }

  /** Whether there are some, and none that is not this thread's. */
  get areOwn(): boolean {
    return this.#count.areHere;
  }
}
