import type { Headcount } from '../../camp/headcount.js';
import { newPassage } from '../../camp/passage.js';
import type { Seats } from '../../camp/seats.js';
import { Sleeper } from '../../camp/sleeper.js';
import { WaitRow } from '../../camp/wait-row.js';
import type { Context } from '../../core/context.js';
import { PENDING } from '../../core/poll.js';
import { Waker } from '../../core/waker.js';
import { load, store } from '../../platform/index.js';
import { dropped } from '../check-value.js';
import { type Batch, DISCONNECTED, type Found, type Sink, type Source } from '../flavour.js';
import type { Waiter } from '../waiter.js';
import type { EndHandle } from './handle.js';
import { CLOSED, RECEIVERS, SENDERS } from './layout.js';
import type { Make } from './makes.js';
import { NOTHING } from './nothing.js';
import { Patience } from './patience.js';
import { Presence } from './presence.js';
import { Side } from './side.js';
import type { Store } from './store.js';

const AT_ONCE = /* @__PURE__ */ new Sleeper(0);

/**
 * A channel between threads, as one thread has it, with all its ends there. It is the waker of its thread's seat: a call by
 * another thread comes in here.
 *
 * A send that needs not wait is a push and a look at whether somebody waits, a receive a pop and such a look. Values move
 * only inside of a poll that succeeds, or of a try.
 */
export class SharedFlavour<T> extends Waker implements Source<T>, Sink<T> {
  readonly store: Store<T>;
  readonly #make: Make<T>;
  /** What this thread has here. */
  readonly mine: Presence;
  protected readonly words: Int32Array;
  protected readonly sending: Side<T>;
  readonly receiving: Side<T>;
  /** How long to look before a thread that is going to block sleeps. */
  protected sendSpin = new Patience();
  #recvSpin = new Patience();
  /** What the next receive comes to, if one before could not hand it over. */
  #postponed: (() => T) | null = null;
  sendRest: Sleeper | undefined;
  recvRest: Sleeper | undefined;
  /** How many frames of this thread's are reserved, and neither committed nor dropped. */
  protected open = 0;

  /** Takes a seat. @throws RangeError when none is free. */
  constructor(make: Make<T>, seats: Seats) {
    super();
    this.#make = make;
    this.store = make.store;
    this.words = seats.words;
    const mine = new Presence(seats, this, () => this.#missing());
    this.mine = mine;
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
  }

  get name(): string {
    return this.#make.name;
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

  // Sending.

  trySend(value: T, cx: Context | null): boolean {
    if (!this.sending.isOpen) return false;
    return this.push(value, cx);
  }

  trySendMany(values: Batch<T>, from: number): number {
    if (!this.sending.isOpen) return 0;
    const end = this.sending.row.turn === 0 ? values.length : from + 1; // the rest may be for who has the turn
    const isAll = from === 0 && end >= values.length;
    const count = this.store.pushMany(isAll ? values : (values.slice(from, end) as Batch<T>));
    // SYNC: as in push. One is called; it calls the next if it leaves something.
    if (count > 0 && this.receiving.row.isAwaited) this.receiving.row.call();
    if (count === 0) this.refused();
    return count;
  }

  sendSoon(value: T): boolean {
    const spin = this.sendSpin;
    if (spin.limit === 0) return !this.isClosed && this.trySend(value, null); // as a rule there is room
    for (let look = 0; look < spin.limit && !this.isClosed; look += 1) {
      if (this.trySend(value, null)) return spin.worthIt(look);
      spin.pause(look);
    }
    return spin.inVain();
  }

  sendManySoon(values: Batch<T>, from: number): number {
    const spin = this.sendSpin;
    for (let look = 0; look < spin.limit && !this.isClosed; look += 1) {
      const count = this.trySendMany(values, from);
      if (count > 0 && spin.worthIt(look)) return count;
      spin.pause(look, true);
    }
    spin.inVain();
    return 0;
  }

  waitSend(value: T, cx: Context): Waiter<unknown> {
    if (this.mine.hasLeft) throw dropped('send', 'sender');
    const isKept = this.#hold(cx, this.sending, this.mine.receivers, false);
    return this.sending.wait(value, cx, isKept) as Waiter<unknown>;
  }

  pollSend(waiter: Waiter<unknown>, cx: Context): boolean {
    return this.pollSending(waiter, cx, () => this.push((waiter as Waiter<T>).value as T, cx));
  }

  /** Polls one who waits to send, by an attempt that answers whether it was possible. */
  protected pollSending(waiter: Waiter<unknown>, cx: Context, attempt: () => boolean): boolean {
    const mine = waiter as Waiter<T>;
    let isOver = true; // if the codec throws, too
    try {
      isOver = this.sending.mayTake(mine) && attempt();
    } finally {
      if (isOver) this.cancelSend(waiter);
      else if (!this.isClosed) {
        mine.isKept = this.#hold(cx, this.sending, this.mine.receivers, mine.isKept);
        this.sending.missed(mine, cx);
      }
    }
    return isOver;
  }

  cancelSend(waiter: Waiter<unknown>): void {
    this.sending.leave(waiter as Waiter<T>);
    this.#rest(this.sending);
  }

  // Receiving.

  tryRecv(_cx: Context | null): Found<T> {
    if (this.#postponed === null && !this.receiving.isOpen) return PENDING;
    return this.#pop();
  }

  tryRecvInto(into: Batch<T>): number {
    if (this.#postponed !== null || !this.receiving.isOpen) return this.#putPostponed(into);
    let count = this.#popInto(into);
    if (count === 0 && load(this.words, CLOSED) !== 0) {
      count = this.#popInto(into); // what was sent before it was closed
      if (count === 0) return this.store.isHeld ? 0 : -1;
    }
    if (count > 0) this.#freed();
    return count;
  }

  recvSoon(): Found<T> {
    const spin = this.#recvSpin;
    for (let look = 0; look < spin.limit; look += 1) {
      const found = this.tryRecv(null);
      if (found !== PENDING && spin.worthIt(look)) return found;
      spin.pause(look);
    }
    spin.inVain();
    return PENDING;
  }

  recvIntoSoon(into: Batch<T>): number {
    const spin = this.#recvSpin;
    for (let look = 0; look < spin.limit; look += 1) {
      const count = this.tryRecvInto(into);
      if (count !== 0 && spin.worthIt(look)) return count;
      spin.pause(look, true);
    }
    spin.inVain();
    return 0;
  }

  waitRecv(cx: Context): Waiter<unknown> {
    if (this.mine.hasLeft) throw dropped('recv', 'receiver');
    const isKept = this.#hold(cx, this.receiving, this.mine.senders, false);
    return this.receiving.wait(undefined, cx, isKept) as Waiter<unknown>;
  }

  pollRecv(waiter: Waiter<unknown>, cx: Context): Found<T> {
    const mine = waiter as Waiter<T>;
    let found: Found<T> = DISCONNECTED; // if the codec throws, it does not wait any more either
    try {
      found = this.#pop();
    } finally {
      if (found === PENDING) {
        mine.isKept = this.#hold(cx, this.receiving, this.mine.senders, mine.isKept);
        this.receiving.missed(mine, cx);
      } else this.cancelRecv(waiter);
    }
    return found;
  }

  cancelRecv(waiter: Waiter<unknown>): void {
    this.receiving.leave(waiter as Waiter<T>);
    this.#rest(this.receiving);
  }

  // The ends.

  close(): void {
    this.store.close();
    // SYNC: after the queue: whoever sees this finds all that will ever be in it.
    store(this.words, CLOSED, 1);
    this.sending.row.callAll();
    this.receiving.row.callAll();
  }

  /** How often whoever blocks here looks at most; if that is said, it is not to look at its thread's bell in addition. */
  setSpin(end: 'sender' | 'receiver', spin: number | undefined): void {
    if (spin === undefined) return;
    if (end === 'sender') {
      this.sendSpin = new Patience(spin);
      this.sendRest = AT_ONCE;
    } else {
      this.#recvSpin = new Patience(spin);
      this.recvRest = AT_ONCE;
    }
  }

  addSender(): void {
    this.mine.senders.add();
  }

  dropSender(): void {
    this.mine.senders.drop();
    if (this.mine.senders.own === 0) this.#hasNone(this.mine.senders, this.receiving.row);
  }

  addReceiver(): void {
    this.mine.receivers.add();
  }

  dropReceiver(): void {
    this.mine.receivers.drop();
    if (this.mine.receivers.own === 0) this.#hasNone(this.mine.receivers, this.sending.row);
  }

  shareEnd(end: 'sender' | 'receiver'): EndHandle {
    const { mine } = this;
    const passage = newPassage();
    (end === 'sender' ? mine.senders : mine.receivers).send();
    // Those who could not be served but by this thread look again, and find that another one will be able to.
    (end === 'sender' ? this.receiving : this.sending).wakeAll();
    const { items, queue } = this.#make;
    return {
      end,
      items,
      channel: this.words.buffer as SharedArrayBuffer,
      queue,
      camp: mine.seats.ground.buffer,
      seat: mine.seat,
      owner: mine.owner,
      passage,
    };
  }

  /** An end that was shared here will not be attached any more, if it was not by now. */
  takeBack(end: 'sender' | 'receiver', passage: Int32Array): void {
    const { mine } = this;
    (end === 'sender' ? mine.senders : mine.receivers).takeBack(mine.owner, passage);
    this.check();
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

  /** A thread waits to receive: only a rendezvous has to do something about it. */
  protected offered(): void {}

  protected push(value: T, _cx: Context | null): boolean {
    if (!this.store.push(value)) return this.refused();
    // SYNC: after the push; pairs with the flag in WaitRow.enlist.
    if (this.receiving.row.isAwaited) this.receiving.row.call();
    return true;
  }

  /**
   * The queue has taken nothing. If it was closed, the channel is, whether the thread that closes it has come to say so or not:
   * else a send would be told that the channel is full when it is closed.
   */
  protected refused(): false {
    if (this.store.isClosed) store(this.words, CLOSED, 1);
    return false;
  }

  /** Those who wait here look, for another thread does not know of it. */
  postpone(outcome: () => T): void {
    this.#postponed = outcome;
    this.receiving.wakeAll();
  }

  #take(postponed: () => T): T {
    this.#postponed = null;
    return postponed();
  }

  #pop(): Found<T> {
    if (this.#postponed !== null) return this.#take(this.#postponed);
    let item: T | undefined;
    try {
      item = this.store.pop();
      if (item === undefined) {
        if (load(this.words, CLOSED) === 0) return PENDING;
        item = this.store.pop(); // what was sent before it was closed
        if (item === undefined) return this.store.isHeld ? PENDING : DISCONNECTED;
      }
    } catch (error) {
      this.#freed(); // what the codec could not read is gone all the same
      throw error;
    }
    this.#freed();
    return (item as unknown) === NOTHING ? (undefined as T) : item;
  }

  /** Into an ordinary array one by one: what the stores fill at once are typed ones. */
  #popInto(into: Batch<T>): number {
    if (!Array.isArray(into)) return this.store.popInto(into);
    for (let count = 0; count < into.length; count += 1) {
      try {
        const value = this.store.pop();
        if (value === undefined) return count;
        this.#put(into, count, (value as unknown) === NOTHING ? (undefined as T) : value);
      } catch (error) {
        this.#freed(); // it is gone from the queue all the same
        if (count === 0) throw error;
        // What was put before is answered. A value that was refused is postponed by now, and that it was is no news then.
        if (this.#postponed === null) this.postpone(() => raise(error));
        return count;
      }
    }
    return into.length;
  }

  /** No more than that; answers how many it is. */
  #putPostponed(into: Batch<T>): number {
    // A part of no elements: nothing is taken, but an array of another kind is found out.
    if (!Array.isArray(into)) this.store.popInto(into.subarray(0, 0) as Batch<T>);
    if (this.#postponed === null || into.length === 0) return 0;
    return this.#put(into, 0, this.#take(this.#postponed));
  }

  /** @throws what a setter of the array throws; the value is the next one then. */
  #put(into: Batch<T>, at: number, value: T): number {
    try {
      (into as T[])[at] = value;
    } catch (error) {
      this.postpone(() => value);
      throw error;
    }
    return 1;
  }

  /** There is room for one who waits. */
  #freed(): void {
    // SYNC: after the pop; pairs with the flag in WaitRow.enlist.
    if (this.sending.row.isAwaited) this.sending.callNext();
  }

  /** How many places there are for those who wait to send. */
  protected room(): number {
    if (load(this.words, CLOSED) !== 0) return Number.POSITIVE_INFINITY;
    return this.store.isFull ? 0 : this.store.capacity - this.store.length;
  }

  /** How many values there are for those who wait to receive. */
  protected there(): number {
    const { store } = this;
    if (load(this.words, CLOSED) === 0 || store.isHeld) return store.ready ?? store.length;
    return Number.POSITIVE_INFINITY;
  }

  /** This thread has no end of a kind any more: perhaps one that waits in that row has all that are left. */
  #hasNone(ends: Headcount, row: WaitRow): void {
    this.#checkEnds();
    const seat = ends.onlySeat;
    if (seat >= 0 && row.isIn(seat)) row.wake(seat); // it was not called, and so it considers anew
  }

  /** Looks for ends whose thread has died: before this one used the channel, perhaps, so that nobody told it. */
  check(): void {
    this.mine.seats.reap();
    this.#checkEnds();
  }

  /** A thread has ended: it may have been called, or have had the last end, or have died while it closed the channel. */
  #missing(): void {
    this.check();
    this.sending.wakeAll();
    this.receiving.wakeAll();
  }

  #checkEnds(): void {
    try {
      const noReceivers = this.mine.receivers.areGone();
      if (noReceivers || this.store.isClosed || this.mine.senders.areGone()) this.close();
      if (noReceivers) this.#clear();
    } finally {
      this.leave(); // whatever the memory is like
    }
  }

  /** Drops what is left. The codec has no part in it: it may be slow, and refuse. */
  #clear(): void {
    const { store } = this;
    while (store.discard === undefined ? store.pop() !== undefined : store.discard());
  }

  /** Gives the seat back, if the thread has no end any more, nobody who waits at one, and no frame. */
  protected leave(): void {
    if (this.open === 0 && this.sending.isEmpty && this.receiving.isEmpty) this.mine.leave();
  }

  /**
   * Somebody waits. If this thread has all ends of the other kind, no other one can end that: a thread that blocks is told that it
   * would wait for ever, and a task keeps no process alive.
   *
   * @returns whether another thread can.
   */
  #hold(cx: Context, side: Side<T>, ends: Headcount, isKept: boolean): boolean {
    const isServed = this.isServed(ends);
    if (!cx.services.eventLoop) {
      if (isServed && !isKept) cx.waker.share(); // so whoever blocks knows that another thread may wake it
    } else if (isServed) side.vigil.begin();
    else side.vigil.end();
    return isServed;
  }

  /** Those who wait were not called, but somebody else may have dropped the last end of another thread. */
  #consider(side: Side<T>, ends: Headcount): void {
    if (!this.isServed(ends)) side.vigil.end();
  }

  /** Whether another thread can do what somebody here waits for, which is done at one of those ends. */
  protected isServed(ends: Headcount): boolean {
    return !ends.areHere;
  }

  #rest(side: Side<T>): void {
    if (side.isEmpty) side.vigil.end();
    this.leave();
  }
}

function raise(error: unknown): never {
  throw error;
}
