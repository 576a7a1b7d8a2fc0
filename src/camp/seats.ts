import type { Waker } from '../core/waker.js';
import { compareExchange, load, store } from '../platform/index.js';
import { isThere, wordOf } from './fellow-word.js';
import type { Ground } from './ground.js';
import type { Member } from './member.js';

/**
 * Where the threads that use a shared structure have their places in its memory, in 32-bit words:
 *
 * ```text
 *   word  0 used    1 -   2 -   3 -                                          written when a thread comes
 *         4 row 0: waiting, tickets, turn, -    8 row 1    12 row 2          written when somebody waits
 *        16 seat 0 | seat 1 | ...                                            16 words each: a cache line
 *
 *   seat  0 owner   1 key   2 slot   3 generation
 *         4 row 0: ticket, count, transit, -    8 row 1    12 row 2
 * ```
 *
 * A seat belongs to one thread at a time, and all that a thread has in the structure stands in its seat or bears its
 * number. So nothing has to be undone when a thread dies in the middle of something: who looks asks whether the owner
 * lives, and what the dead one had is not counted. (One number for all, as in Rust's reference counts, could not tell whose
 * share has to be taken off.)
 */
const USED = 0;
const HEAD = 16;
const SEAT = 16;
/** Its thread is dead, and another one clears it; should that one die, too, the seat is lost. */
const CLEARING = -1;

/** How many kinds of waiting, or of counts, a structure may have. */
const ROWS = 3;

export const wordsForSeats = (seats: number): number => HEAD + seats * SEAT;

export class Seats {
  constructor(
    readonly words: Int32Array,
    /** Where they begin. */
    private readonly at: number,
    /** How many there are. */
    readonly length: number,
    readonly member: Member,
    /** A field of seats, counted from row 0, that unless it is 0 keeps a dead thread's seat until somebody has seen to what it had. */
    private readonly kept = -1,
  ) {}

  get ground(): Ground {
    return this.member.ground;
  }

  /** How many have ever been taken: the others need not be looked at. */
  get used(): number {
    return Math.min(load(this.words, this.at + USED), this.length);
  }

  ownerOf(seat: number): number {
    return this.at + HEAD + seat * SEAT;
  }

  /** Where a field of a row stands, of that seat, or of all seats together. */
  fieldOf(seat: number, row: number, field: number): number {
    return this.ownerOf(seat) + 4 + row * 4 + field;
  }

  rowOf(row: number): number {
    return this.at + 4 + row * 4;
  }

  keyOf(seat: number): number {
    return this.ownerOf(seat) + 1;
  }

  slotOf(seat: number): number {
    return this.ownerOf(seat) + 2;
  }

  generationOf(seat: number): number {
    return this.ownerOf(seat) + 3;
  }

  /** The word of the thread that has that seat. */
  ownerIn(seat: number): number {
    return load(this.words, this.ownerOf(seat));
  }

  /** Whether a thread that lives has that seat. */
  isTaken(seat: number): boolean {
    return isThere(this.ground, this.ownerIn(seat));
  }

  /** Whether that thread still has the seat, and lives. */
  isStill(seat: number, owner: number): boolean {
    return this.ownerIn(seat) === owner && this.isTaken(seat);
  }

  /** This thread's seat; -1 when it has none. */
  find(): number {
    const me = wordOf(this.member.record, this.member.epoch);
    for (let seat = 0; seat < this.used; seat += 1) if (load(this.words, this.ownerOf(seat)) === me) return seat;
    return -1;
  }

  /**
   * A seat for this thread, which has none.
   *
   * @param local - what it has of the structure: kept under the seat's key, and woken when the thread is called.
   * @throws RangeError when all are taken by threads that live.
   */
  take(local: Waker): number {
    const { member, words } = this;
    const seat = this.#free();
    const slot = member.register(local);
    store(words, this.keyOf(seat), member.locals.add(local));
    store(words, this.slotOf(seat), slot);
    store(words, this.generationOf(seat), member.generation(slot));
    return seat;
  }

  #free(): number {
    const free = this.#take();
    if (free >= 0) return free;
    this.reap();
    const freed = this.#take();
    if (freed >= 0) return freed;
    throw new RangeError(
      `attach: ${this.length} threads use it already, as many as it has places for; options.threads of what made it, of a pool options.callers, allows more`,
    );
  }

  /** Gives the seat of this thread back: nobody is woken by it any more. */
  leave(seat: number): void {
    try {
      this.member.release(load(this.words, this.slotOf(seat)));
    } finally {
      this.member.locals.delete(load(this.words, this.keyOf(seat)));
      this.#clear(seat);
    }
  }

  /** Clears the seats of threads that have died; answers whether there were any. */
  reap(): boolean {
    let any = false;
    for (let seat = 0; seat < this.used; seat += 1) {
      const owner = load(this.words, this.ownerOf(seat));
      if (owner === 0 || owner === CLEARING || isThere(this.ground, owner)) continue;
      if (this.kept >= 0 && load(this.words, this.fieldOf(seat, 0, this.kept)) !== 0) continue;
      // SYNC: of all who find it, one clears it; a seat that was taken again has another owner's word.
      if (compareExchange(this.words, this.ownerOf(seat), owner, CLEARING) !== owner) continue;
      this.#clear(seat);
      any = true;
    }
    return any;
  }

  #take(): number {
    const { words, member } = this;
    const me = wordOf(member.record, member.epoch);
    for (let seat = 0; seat < this.length; seat += 1) {
      const at = this.ownerOf(seat);
      if (load(words, at) !== 0 || compareExchange(words, at, 0, me) !== 0) continue;
      for (let used = load(words, this.at + USED); used <= seat; ) {
        used = compareExchange(words, this.at + USED, used, seat + 1);
      }
      return seat;
    }
    return -1;
  }

  /** The owner last: until then nobody takes it. */
  #clear(seat: number): void {
    for (let row = 0; row < ROWS; row += 1) {
      compareExchange(this.words, this.rowOf(row) + 2, seat + 1, 0); // a turn that it had
      for (let field = 0; field < 4; field += 1) store(this.words, this.fieldOf(seat, row, field), 0);
    }
    for (const at of [this.keyOf(seat), this.slotOf(seat), this.generationOf(seat)]) store(this.words, at, 0);
    store(this.words, this.ownerOf(seat), 0);
  }
}
