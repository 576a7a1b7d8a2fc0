import type { Waker } from '../core/waker.js';
import { add, compareExchange, load, store } from '../platform/index.js';
import { SLOT_BITS } from './layout.js';
import type { Seats } from './seats.js';
import { wakeSlot } from './wake.js';

const WAITING = 0;
const TICKETS = 1;
const TURN = 2;
const TICKET = 0;
/** What is added to the ticket of one who is to be called after all others. */
const LATE = 0x2000_0000;

/**
 * The threads that wait for one thing at a shared structure: each has a ticket in its seat, and whoever brings what they
 * wait for calls the one with the oldest. It says only that there is something to look for, as `notify_one` of a condition
 * variable does; the thread that was called sees to it that its tasks look, in order, and if it leaves something behind it
 * calls the next.
 *
 * No wake-up is lost. Who waits takes a ticket, raises the flag, and looks once more; who brings something looks at the
 * flag after that. One of the two sees the other (Dekker). The flag is lowered by a caller who found nobody, and who then
 * looks again and calls whom it finds. Should it die in between, all hear of that and look, and raise it again.
 *
 * A list linked through the seats would save the caller the look at each seat; but a thread that dies while it is
 * linking leaves a broken list, while a ticket is there or is not.
 */
export class WaitRow {
  /** The words of the flag, and of the turn, for who looks at them so often that the way through the row counts. */
  readonly waitingAt: number;
  readonly turnAt: number;
  readonly #words: Int32Array;
  readonly #at: number;

  /**
   * @param seat - this thread's.
   * @param local - what is woken when this thread calls itself.
   */
  constructor(
    private readonly seats: Seats,
    private readonly row: number,
    private readonly seat: number,
    private readonly local: Waker,
  ) {
    this.#words = seats.words;
    this.#at = seats.rowOf(row);
    this.waitingAt = this.#at + WAITING;
    this.turnAt = this.#at + TURN;
  }

  /** Whether somebody may wait. To be asked after bringing what they wait for. */
  get isAwaited(): boolean {
    return load(this.#words, this.waitingAt) !== 0;
  }

  /** Whether this thread stands in the row, and was not called. */
  get isEnlisted(): boolean {
    return this.isIn(this.seat);
  }

  /** The same of the thread in that seat. */
  isIn(seat: number): boolean {
    return load(this.#words, this.#ticketOf(seat)) !== 0;
  }

  /**
   * This thread waits. It must then look once more.
   *
   * @param ticket - from before, if it was called in vain: it keeps its place.
   * @param isLate - whether it is to be called only when nobody else waits, or none who came before so many others.
   * @returns its ticket.
   */
  enlist(ticket: number, isLate = false): number {
    const mine = ticket === 0 ? (add(this.#words, this.#at + TICKETS, 1) + (isLate ? LATE + 1 : 1)) | 0 || 1 : ticket;
    store(this.#words, this.#ticketOf(this.seat), mine);
    // SYNC: after the ticket; pairs with the look of those who bring something, and with the lowering in `call`.
    store(this.#words, this.#at + WAITING, 1);
    return mine;
  }

  /**
   * To be asked by a thread that stands in the row and waits on: whether the flag was down, which it has raised then. It must then look once more.
   */
  raise(): boolean {
    if (this.isAwaited) return false;
    store(this.#words, this.waitingAt, 1); // SYNC: as in enlist
    return true;
  }

  /** This thread does not wait any more. Answers false if it was called; then it must pass the call on. */
  withdraw(ticket: number): boolean {
    return this.#take(this.seat, ticket);
  }

  /** Calls the thread that has waited longest. Answers whether there was one. */
  call(): boolean {
    const seat = this.claim();
    if (seat >= 0) this.wake(seat);
    return seat >= 0;
  }

  /**
   * Takes the thread that has waited longest out of the row. It must then be woken.
   *
   * @param except - not that one.
   * @returns its seat, -1 when nobody waits.
   */
  claim(except = -1): number {
    for (;;) {
      const seat = this.#oldest(except);
      if (seat < 0) {
        if (except >= 0 || this.#lower()) return -1;
        continue;
      }
      if (this.#claim(seat)) return seat;
    }
  }

  /** Whether a thread waits, other than that one. */
  has(except = -1): boolean {
    return this.#oldest(except) >= 0;
  }

  /**
   * Calls all who wait now, each thread once: one that was called may stand in the row again, with the ticket that it had, before
   * the last one is called, and must not be called in the place of others.
   */
  callAll(): void {
    for (let seat = this.seats.used - 1; seat >= 0; seat -= 1) {
      // SYNC: whoever was faster calls it after this look, and so after what was brought.
      if (this.#claim(seat)) this.wake(seat);
    }
  }

  /** Whose turn it is, who was passed over too often: a seat and one; 0: nobody's. A plain look, for it is but a courtesy. */
  get turn(): number {
    return this.#words[this.turnAt] as number;
  }

  /** This thread asks that others leave something for it. */
  takeTurn(): boolean {
    return compareExchange(this.#words, this.#at + TURN, 0, this.seat + 1) === 0;
  }

  /** Whether somebody has the turn: to be asked after this thread has taken its place in the row. */
  get isTurn(): boolean {
    return load(this.#words, this.#at + TURN) !== 0;
  }

  /** Calls the thread that has the turn, however long it has waited. Answers whether it stood in the row. */
  callTurn(): boolean {
    const seat = this.turn - 1;
    if (seat < 0 || seat >= this.seats.used) return false;
    if (!this.#claim(seat)) return false;
    this.wake(seat);
    return true;
  }

  giveTurn(): void {
    compareExchange(this.#words, this.#at + TURN, this.seat + 1, 0);
  }

  /** Nobody seems to wait: lowers the flag, and answers whether that is so. */
  #lower(): boolean {
    store(this.#words, this.#at + WAITING, 0);
    // SYNC: a ticket that was taken before the flag was lowered is found here, one taken later raises it again.
    if (this.#oldest() < 0) return true;
    store(this.#words, this.#at + WAITING, 1);
    return false;
  }

  #oldest(except = -1): number {
    let oldest = -1;
    let least = 0;
    for (let seat = this.seats.used - 1; seat >= 0; seat -= 1) {
      if (seat === except) continue;
      const ticket = load(this.#words, this.#ticketOf(seat));
      if (ticket === 0 || (oldest >= 0 && ((ticket - least) | 0) > 0)) continue;
      oldest = seat;
      least = ticket;
    }
    return oldest;
  }

  /**
   * Takes the ticket that is in that seat. Answers whether it is one to be woken: not if somebody else was faster, nor if the thread has died whose ticket
   * it was. A call to that one would be lost: the others may have heard of its death, and looked, before there was anything to be called for.
   */
  #claim(seat: number): boolean {
    const owner = this.seats.ownerIn(seat);
    const ticket = load(this.#words, this.#ticketOf(seat));
    // SYNC: of several callers one gets it; the others look for somebody else.
    if (ticket === 0 || !this.#take(seat, ticket)) return false;
    if (this.seats.isStill(seat, owner)) return true;
    this.wake(seat); // the ticket may be that of one who has taken the seat since: it looks, and takes its place again
    return false;
  }

  #take(seat: number, ticket: number): boolean {
    return compareExchange(this.#words, this.#ticketOf(seat), ticket, 0) === ticket;
  }

  /** Wakes a thread that was claimed. */
  wake(seat: number): void {
    if (seat === this.seat) {
      this.local.wakeByRef();
      return;
    }
    const slot = this.#words[this.seats.slotOf(seat)] as number;
    const generation = this.#words[this.seats.generationOf(seat)] as number;
    if (slot === 0) return; // it was cleared
    // If the seat has changed hands since, this wakes nobody, or somebody who will find nothing.
    wakeSlot(this.seats.ground.reach('slot', slot >> SLOT_BITS), slot, generation);
  }

  #ticketOf(seat: number): number {
    return this.seats.fieldOf(seat, this.row, TICKET);
  }
}
