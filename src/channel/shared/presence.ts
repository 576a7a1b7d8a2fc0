import { Headcount } from '../../camp/headcount.js';
import { home } from '../../camp/home.js';
import type { Seats } from '../../camp/seats.js';
import type { Waker } from '../../core/waker.js';
import { load } from '../../platform/index.js';
import { MOVES, PUSHING, RECEIVERS, SENDERS } from './layout.js';

/** What a thread has at a channel: a seat, ends, and what tells it of others. */
export class Presence {
  readonly seat: number;
  readonly senders: Headcount;
  readonly receivers: Headcount;
  readonly #news: Disposable;
  #hasLeft = false;
  #listening: Disposable | null = null;

  /**
   * Takes a seat.
   *
   * @param local - woken when the thread is called.
   * @param missing - called when another thread has ended.
   * @throws RangeError when no seat is free.
   */
  constructor(
    readonly seats: Seats,
    local: Waker,
    missing: () => void,
  ) {
    const seat = seats.take(local);
    this.seat = seat;
    this.senders = new Headcount(seats, SENDERS, seat, MOVES);
    this.receivers = new Headcount(seats, RECEIVERS, seat, MOVES);
    this.#news = home.fellows(seats.member).onEnd(missing);
  }

  /** The thread in this seat, in one word. */
  get owner(): number {
    return this.seats.ownerIn(this.seat);
  }

  /** Whether the seat was given back: then nobody can wait here any more. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** Where this thread says that it is in the midst of a push, perhaps. */
  get mark(): number {
    return this.seats.fieldOf(this.seat, PUSHING, 0);
  }

  /** Whether any thread that lives is in the midst of a push, perhaps. */
  get arePushing(): boolean {
    const { seats } = this;
    for (let seat = 0; seat < seats.used; seat += 1) {
      if (load(seats.words, seats.fieldOf(seat, PUSHING, 0)) !== 0 && seats.isTaken(seat)) return true;
    }
    return false;
  }

  /** Whether no other thread has a seat. */
  get isAlone(): boolean {
    for (let seat = 0; seat < this.seats.used; seat += 1) {
      if (seat !== this.seat && this.seats.isTaken(seat)) return false;
    }
    return true;
  }

  /** Gives the seat back, if the thread has no end any more. */
  leave(): void {
    if (this.#hasLeft) return;
    if (this.senders.own > 0 || this.receivers.own > 0) {
      // All are on their way to other threads: this one hears when they have arrived, though it has nothing else to hear of.
      if (!this.senders.isHere && !this.receivers.isHere) this.#listening ??= home.overhear();
      return;
    }
    this.#hasLeft = true;
    this.#listening?.[Symbol.dispose]();
    this.#news[Symbol.dispose]();
    this.seats.leave(this.seat);
  }
}
