import { add, compareExchange, load } from '../platform/index.js';
import { ARRIVED, ON_ITS_WAY, TAKEN_BACK } from './passage.js';
import type { Seats } from './seats.js';

/** The fields of a row: how many a thread has, and how many of its are on their way to another one. */
export const COUNT = 1;
export const TRANSIT = 2;

const any = (): boolean => true;

/**
 * How many of one kind there are at a shared structure, ends of a channel or members of a wait group: each thread counts its
 * own in its seat, so those of a thread that died count no more, and those that are on their way to another thread, which the
 * sending thread vouches for.
 *
 * One moves from one count to another by being added there first and taken off here later, so there is never a moment
 * without it; and between the two `moves` is raised. So whoever finds none at all, in a look during which nothing moved,
 * has not merely looked in the wrong place at the wrong time.
 */
export class Headcount {
  constructor(
    private readonly seats: Seats,
    private readonly row: number,
    private readonly seat: number,
    /** The word that is raised. */
    private readonly moves: number,
  ) {}

  /** Those of this thread, the ones on their way included. */
  get own(): number {
    return this.#at(this.seat, COUNT) + this.#at(this.seat, TRANSIT);
  }

  /** Whether this thread has one, those on their way aside. */
  get isHere(): boolean {
    return this.#at(this.seat, COUNT) > 0;
  }

  /** One more on this thread, beside one that there is. */
  add(): void {
    add(this.seats.words, this.seats.fieldOf(this.seat, this.row, COUNT), 1);
  }

  /** One less on this thread. */
  drop(): void {
    add(this.seats.words, this.seats.fieldOf(this.seat, this.row, COUNT), -1);
  }

  /** One more that is on its way to another thread. */
  send(): void {
    add(this.seats.words, this.seats.fieldOf(this.seat, this.row, TRANSIT), 1);
    add(this.seats.words, this.moves, 1);
  }

  /**
   * One has arrived here that the thread in seat `from`, whose word is `owner`, had sent on its way. It may have arrived
   * before, or have been taken back: then it is one more.
   *
   * @returns whether it was the last one of this kind that the thread had, or vouched for.
   */
  arrive(from: number, owner: number, passage: Int32Array): boolean {
    this.add();
    add(this.seats.words, this.moves, 1);
    return this.#land(from, owner, passage, ARRIVED);
  }

  /** One that this thread had sent on its way will not arrive any more. Nothing happens if it has. */
  takeBack(owner: number, passage: Int32Array): void {
    this.#land(this.seat, owner, passage, TAKEN_BACK);
  }

  /** The end of its way, whichever: the thread vouches for it no more. */
  #land(from: number, owner: number, passage: Int32Array, state: number): boolean {
    // SYNC: of all who attach it, or take it back, one takes it off the count.
    if (compareExchange(passage, 0, ON_ITS_WAY, state) !== ON_ITS_WAY) return false;
    const { words } = this.seats;
    if (load(words, this.seats.ownerOf(from)) !== owner) return false; // it died, and its count with it
    const transit = this.seats.fieldOf(from, this.row, TRANSIT);
    for (let count = load(words, transit); count > 0; ) {
      const seen = compareExchange(words, transit, count, count - 1);
      // SYNC: after the count; whoever drops the last of its own looks at the others after that.
      if (seen === count) return count === 1 && this.#at(from, COUNT) === 0;
      count = seen;
    }
    return false;
  }

  /**
   * Whether this thread has all of them, and none is on its way to another one. If it has none and neither has anybody
   * else, it has not: then whoever dropped the last one is about to say so, or died before it did.
   */
  get areHere(): boolean {
    if (this.#at(this.seat, COUNT) === 0 || this.#at(this.seat, TRANSIT) > 0) return false;
    return !this.#areSurelyAt((seat) => seat !== this.seat);
  }

  /** The one seat whose thread has, or vouches for, all of them; -1 when there are none, or several such. */
  get onlySeat(): number {
    let only = -1;
    const others = (seat: number): boolean => {
      if (only < 0 && this.#isAt(seat)) only = seat;
      return seat !== only;
    };
    return this.#areAt(others) ? -1 : only;
  }

  /** Whether there is none, on whichever thread. */
  areGone(): boolean {
    return !this.#areSurelyAt(any);
  }

  /** The same as {@link Headcount.#areAt}, in a look that misses none because it moves. */
  #areSurelyAt(counts: (seat: number) => boolean): boolean {
    for (;;) {
      const moves = load(this.seats.words, this.moves);
      if (this.#areAt(counts)) return true;
      if (load(this.seats.words, this.moves) === moves) return false;
    }
  }

  /** Whether a thread that lives has one, in one of those seats. */
  #areAt(counts: (seat: number) => boolean): boolean {
    for (let seat = 0; seat < this.seats.used; seat += 1) if (counts(seat) && this.#isAt(seat)) return true;
    return false;
  }

  #isAt(seat: number): boolean {
    const has = this.#at(seat, COUNT) > 0 || this.#at(seat, TRANSIT) > 0;
    return has && this.seats.isTaken(seat);
  }

  #at(seat: number, field: number): number {
    return load(this.seats.words, this.seats.fieldOf(seat, this.row, field));
  }
}
