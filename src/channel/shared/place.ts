import type { Headcount } from '../../camp/headcount.js';
import type { Seats } from '../../camp/seats.js';
import { WaitRow } from '../../camp/wait-row.js';
import type { Context } from '../../core/context.js';
import { Waker } from '../../core/waker.js';
import { load } from '../../platform/index.js';
import type { Pushers } from '../../queue/pushers.js';
import { CLOSED, RECEIVERS, SENDERS } from './layout.js';
import type { Make } from './make.js';
import { Presence } from './presence.js';
import { Side } from './side.js';
import type { Store } from './store.js';

/**
 * The place of one thread at a channel between threads: its seat, the queue, and who waits here on either side. It is the
 * waker of the seat: a call by another thread comes in here.
 */
export abstract class SharedPlace<T> extends Waker implements Pushers {
  readonly store: Store<T>;
  protected readonly make: Make<T>;
  /** What this thread has here. */
  readonly mine: Presence;
  protected readonly words: Int32Array;
  protected readonly sending: Side<T>;
  readonly receiving: Side<T>;
  /**
   * Where the flags of the two rows stand, and the turns: each send and receive looks there, and the way through {@link Side} and
   * {@link WaitRow} would take as long as an atomic step, and be too long for V8 to inline all of a send.
   */
  protected readonly sendersWait: number;
  protected readonly receiversWait: number;
  protected readonly sendTurn: number;
  protected readonly recvTurn: number;
  /** Whether who waits meets the pushes and pops before it sleeps, so that these can look plainly whether anybody waits. */
  readonly #isMet: boolean;
  /** How many frames of this thread's are reserved, and neither committed nor dropped. */
  protected open = 0;

  /** Takes a seat. @throws RangeError when none is free. */
  constructor(make: Make<T>, seats: Seats) {
    super();
    this.make = make;
    this.store = make.store;
    this.#isMet = make.store.meetPushes !== undefined;
    this.words = seats.words;
    const mine = new Presence(seats, this, () => this.missing());
    this.mine = mine;
    make.store.lookAfter?.(this);
    this.sending = new Side(
      new WaitRow(seats, SENDERS, mine.seat, this),
      () => this.room(),
      undefined,
      make.capacity !== 0 && 'isRoomy' in make.store ? () => this.isClosed || make.store.isRoomy === true : undefined,
    );
    this.receiving = new Side(
      new WaitRow(seats, RECEIVERS, mine.seat, this),
      () => this.there(),
      () => this.offered(),
    );
    this.sendersWait = this.sending.row.waitingAt;
    this.receiversWait = this.receiving.row.waitingAt;
    this.sendTurn = this.sending.row.turnAt;
    this.recvTurn = this.receiving.row.turnAt;
  }

  get name(): string {
    return this.make.name;
  }

  get length(): number {
    return this.store.length;
  }

  get capacity(): number {
    return this.store.capacity;
  }

  /** A plain look: it decides nothing, for the queue itself refuses a push when it is closed. */
  get isClosed(): boolean {
    return this.words[CLOSED] !== 0;
  }

  // The waker.

  override wakeByRef(): void {
    if (!this.sending.called()) this.#consider(this.sending, this.mine.receivers);
    if (!this.receiving.called()) this.#consider(this.receiving, this.mine.senders);
    this.leave(); // the last end that this thread shared has arrived, perhaps
  }

  override clone(): Waker {
    return this;
  }

  override willWake(other: Waker): boolean {
    return other === this;
  }

  override [Symbol.dispose](): void {}

  // Who looks after pushes.

  get areAlive(): boolean {
    return this.mine.arePushing;
  }

  passedOver(): void {
    // SYNC: after the move of the queue's head; pairs with the flag in WaitRow.enlist.
    if (this.sending.row.isAwaited) this.sending.callNext();
  }

  // Who waits.

  /**
   * Whether somebody waits, as the flag at that word says. To be asked after a push or a pop of one value.
   *
   * Dekker's agreement takes an atomic look here as a rule, which is a sixth of what a send takes. Where the push has claimed its place by a
   * compare-exchange, and who waits takes such a step at the same word after it has raised the flag, one of the two steps is the first: if that of who
   * waits, the flag is seen, be it looked at plainly, for no read is done before an atomic one in front of it; if the push, what was pushed is.
   */
  protected isAwaited(at: number): boolean {
    return (this.#isMet ? this.words[at] : load(this.words, at)) !== 0;
  }

  /** A thread waits to receive: only a rendezvous has to do something about it. */
  protected offered(): void {}

  /** How many places there are for those who wait to send. */
  protected room(): number {
    this.store.meetPops?.();
    if (load(this.words, CLOSED) !== 0) return Number.POSITIVE_INFINITY;
    return this.store.isFull ? 0 : this.store.capacity - this.store.length;
  }

  /** How many values there are for those who wait to receive. */
  protected there(): number {
    const { store } = this;
    store.meetPushes?.();
    if (load(this.words, CLOSED) === 0 || store.isHeld) return store.ready ?? store.length;
    return Number.POSITIVE_INFINITY;
  }

  /** A thread has ended: it may have been called, or have had the last end, or have died while it closed the channel. */
  protected abstract missing(): void;

  /** Gives the seat back, if the thread has no end any more, nobody who waits at one, and no frame. */
  protected leave(): void {
    if (this.open === 0 && this.sending.isEmpty && this.receiving.isEmpty) this.mine.leave();
  }

  /**
   * Somebody waits, and stands in the row: who drops the last end of another thread looks there after that, and calls this one. If this thread has all ends of the other kind, no other one can end that: a thread that blocks is told that it
   * would wait for ever, and a task keeps no process alive.
   */
  protected hold(cx: Context, side: Side<T>, ends: Headcount): void {
    const isServed = this.isServed(ends);
    if (!cx.services.eventLoop) {
      // So whoever blocks knows that another thread may wake it. At each poll: the last one was another's, perhaps.
      if (isServed) cx.waker.expectOthers();
    } else if (isServed) side.vigil.begin();
    else side.vigil.doze();
  }

  /**
   * Those who wait were not called, but somebody else may have dropped the last end of another thread: then they look again, and the thread that blocks
   * for one of them is told that it would wait for ever.
   */
  #consider(side: Side<T>, ends: Headcount): void {
    if (!this.isServed(ends)) side.wakeAll();
  }

  /** Whether another thread can do what somebody here waits for, which is done at one of those ends. */
  protected isServed(ends: Headcount): boolean {
    return !ends.areHere;
  }

  protected rest(side: Side<T>): void {
    if (side.isEmpty) side.vigil.end();
    this.leave();
  }
}
