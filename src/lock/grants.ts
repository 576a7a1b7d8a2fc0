import type { Seats } from '../camp/seats.js';
import { compareExchange, load, store } from '../platform/index.js';
import { HELD, HELD_ROW, OTHER, STATE, TOTAL, wordsFor } from './layout.js';
import type { Post } from './post.js';

/**
 * How many permits of a semaphore each thread has. To get more, after a look at what all have, is one step, whatever the
 * number of threads: a thread that dies leaves it done or not begun, and nobody ever waits for one that is about it.
 *
 * ```text
 *   state: the last grant, a seat and a number     numbers: how many grants each seat has got     seat: two counts
 *
 *   1. settle the last grant: the number of its seat rises, so its new count counts   (whoever comes, if its thread has not)
 *   2. add up what all have, each by the count that its number, odd or even, says
 *   3. write the own new count in the place of the one that does not count
 *   4. compare-exchange the state: this is now the last grant                        (fails if there was another since 1)
 *   5. settle it
 * ```
 *
 * To finish what another thread has begun instead of waiting for it is Herlihy's helping (1991). Between two grants counts
 * only fall, so a sum during which there was none is no less than the truth at its end, and no more than that at its start.
 *
 * One number for all permits needs no more than a compare-exchange; but it could not tell whose they are, and a dead thread's
 * would be lost. Numbers are of the seat, not of its thread, and go on with the next one: a thread that is late with step 1
 * finds that it is done. (They come again after 2^31 grants by the number of seats; one would have to sleep for just as many.)
 */
export class Grants {
  readonly #words: Int32Array;
  readonly #seats: Seats;
  readonly #seat: number;
  readonly #rounds: number;
  /** Where the numbers begin. */
  readonly #numbers: number;

  constructor({ words, seats, seat }: Post) {
    this.#words = words;
    this.#seats = seats;
    this.#seat = seat;
    this.#rounds = 2 * Math.floor(2 ** 30 / seats.length); // even, since odd and even take turns
    this.#numbers = wordsFor(seats.length);
  }

  /** How many permits threads that live have. */
  get sum(): number {
    for (;;) {
      const last = this.#last();
      const sum = this.#add();
      if (load(this.#words, STATE) === last) return sum;
    }
  }

  /** Where the thread's permits are counted, until it gets more. */
  get mine(): number {
    return this.#countOf(this.#seat, this.#numberOf(this.#seat));
  }

  /** So many more for this thread, if they are there. */
  take(permits: number): boolean {
    const words = this.#words;
    for (;;) {
      const last = this.#last();
      // The total is looked at after the counts, since a permit that is forgotten is first taken off the total.
      if (this.#add() + permits <= load(words, TOTAL)) {
        if (this.#grant(last, permits)) return true;
      } else if (load(words, STATE) === last) return false;
    }
  }

  /** Answers false if there was another grant since that one. */
  #grant(last: number, permits: number): boolean {
    const words = this.#words;
    const seat = this.#seat;
    const number = this.#numberOf(seat);
    const next = (number + 1) % this.#rounds;
    store(words, this.#countOf(seat, next), load(words, this.#countOf(seat, number)) + permits);
    // SYNC: of all who have added up since the last grant, one; the others add up again.
    if (compareExchange(words, STATE, last, next * this.#seats.length + seat) !== last) return false;
    this.#settle(seat, next);
    return true;
  }

  /** The last grant, which is settled from now on. */
  #last(): number {
    const last = load(this.#words, STATE);
    const seats = this.#seats.length;
    this.#settle((last >>> 0) % seats, Math.floor((last >>> 0) / seats));
    return last;
  }

  #settle(seat: number, number: number): void {
    const before = (number === 0 ? this.#rounds : number) - 1;
    if (this.#numberOf(seat) !== before) return;
    // SYNC: not a store: for one that comes late, the seat may have got more since.
    compareExchange(this.#words, this.#numbers + seat, before, number);
  }

  #add(): number {
    const seats = this.#seats;
    let sum = 0;
    for (let seat = seats.used - 1; seat >= 0; seat -= 1) {
      const has = load(this.#words, this.#countOf(seat, this.#numberOf(seat)));
      if (has !== 0 && seats.isTaken(seat)) sum += has;
    }
    return sum;
  }

  #numberOf(seat: number): number {
    return load(this.#words, this.#numbers + seat);
  }

  #countOf(seat: number, number: number): number {
    return this.#seats.fieldOf(seat, HELD_ROW, (number & 1) === 0 ? HELD : OTHER);
  }
}
