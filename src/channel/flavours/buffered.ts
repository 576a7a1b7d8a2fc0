import type { Context } from '../../core/context.js';
import { PENDING } from '../../core/poll.js';
import type { Queue } from '../../queue/contract.js';
import { DISCONNECTED, type Found, type Sink, type Source } from '../flavour.js';
import { WaitList } from '../wait-list.js';
import { GRANTED, WAITING, Waiter } from '../waiter.js';

/** Stands for `undefined`, which a queue takes for "no item". */
const NOTHING: unique symbol = Symbol('reveille.undefined');
/** No item. */
const NONE: unique symbol = Symbol('reveille.none');

/**
 * A queue with two lists: those who wait for an item, and those who wait for room.
 *
 * ```text
 *   senders  s3 s2 --room--> [ f e d c b a ] --item--> r1 r2 r3  receivers
 *                             ^^^       ^^^
 *                             promised slots and items: kept for those who left a list and were woken
 * ```
 *
 * It is fair as a ticket counter is: whoever frees room or brings an item promises it to the first who waits, wakes that
 * one, and nobody else can take it meanwhile; who is woken and gives up passes the promise on. (Woken and left to compete with
 * whoever comes by, as in crossbeam and async-channel, a waiter can be passed over for ever.) Values move only inside of a
 * poll that succeeds, or of a try: a future that is dropped has sent and taken nothing.
 *
 * Always: `length > promised items` only if no receiver waits, `free slots > promised slots` only if no sender waits.
 */
export abstract class Buffered<T> implements Source<T>, Sink<T> {
  abstract readonly name: string;
  readonly capacity: number;
  isClosed = false;
  protected readonly senders = new WaitList<T>();
  protected readonly receivers = new WaitList<T>();
  /** Items that are kept for receivers that were woken. */
  protected promisedItems = 0;
  readonly #queue: Queue<T | typeof NOTHING>;
  /** What was taken out and given back: it comes before all in the queue. */
  #front: T | typeof NONE = NONE;
  #promisedSlots = 0;
  #senderCount = 1;
  #receiverCount = 1;

  constructor(capacity: number, queue: Queue<unknown>) {
    this.capacity = capacity;
    this.#queue = queue as Queue<T | typeof NOTHING>;
  }

  get length(): number {
    return this.#front === NONE ? this.#queue.length : this.#queue.length + 1;
  }

  // Sending.

  trySend(value: T, _cx: Context | null): boolean {
    if (this.#queue.length + this.#promisedSlots >= this.capacity) return false;
    this.put(value);
    return true;
  }

  waitSend(value: T, cx: Context): Waiter<T> {
    const waiter = new Waiter<T>(cx.waker, value);
    this.senders.push(waiter);
    return waiter;
  }

  pollSend(waiter: Waiter<T>, cx: Context): boolean {
    if (this.isClosed) return false;
    if (waiter.state === WAITING) {
      waiter.setWaker(cx.waker);
      return false;
    }
    this.#promisedSlots -= 1;
    this.put(waiter.value as T);
    return true;
  }

  cancelSend(waiter: Waiter<T>): void {
    waiter.forget();
    if (waiter.state === WAITING) this.senders.remove(waiter);
    else if (waiter.state === GRANTED) {
      this.#promisedSlots -= 1;
      if (this.senders.first !== null) this.promiseSlot();
    }
  }

  // Receiving.

  tryRecv(_cx: Context | null): Found<T> {
    const { length } = this;
    if (length > this.promisedItems) return this.take();
    return length === 0 && this.isClosed ? DISCONNECTED : PENDING;
  }

  waitRecv(cx: Context): Waiter<T> {
    const waiter = new Waiter<T>(cx.waker, undefined);
    this.receivers.push(waiter);
    return waiter;
  }

  pollRecv(waiter: Waiter<T>, cx: Context): Found<T> {
    if (waiter.state === WAITING) {
      waiter.setWaker(cx.waker);
      return PENDING;
    }
    if (waiter.state === GRANTED) this.promisedItems -= 1;
    return this.length === 0 ? DISCONNECTED : this.take();
  }

  cancelRecv(waiter: Waiter<T>): void {
    waiter.forget();
    if (waiter.state === WAITING) this.receivers.remove(waiter);
    else if (waiter.state === GRANTED) {
      this.promisedItems -= 1;
      if (this.length > this.promisedItems && this.receivers.first !== null) this.promiseItem();
    }
  }

  postpone(outcome: () => T): void {
    this.#front = outcome();
    if (this.receivers.first !== null) this.promiseItem();
  }

  // The ends.

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.senders.releaseAll();
    if (this.length === 0) this.receivers.releaseAll();
  }

  addSender(): void {
    this.#senderCount += 1;
  }

  dropSender(): void {
    this.#senderCount -= 1;
    if (this.#senderCount === 0) this.close();
  }

  addReceiver(): void {
    this.#receiverCount += 1;
  }

  dropReceiver(): void {
    this.#receiverCount -= 1;
    if (this.#receiverCount > 0) return;
    while (this.#queue.pop() !== undefined);
    this.#front = NONE;
    this.close();
    this.receivers.releaseAll(); // closed before, it let them wait for what was promised to others
  }

  /** Puts an item in, for which there is room, and promises it to the first who waits. */
  protected put(value: T): void {
    this.#queue.push(value === undefined ? NOTHING : value);
    if (this.receivers.first !== null) this.promiseItem();
  }

  /** Takes an item out, of which there is one, and promises the room to the first who waits. */
  protected take(): T {
    const front = this.#front;
    if (front !== NONE) {
      this.#front = NONE;
      if (this.isClosed && this.#queue.isEmpty) this.receivers.releaseAll();
      return front;
    }
    const item = this.#queue.pop() as T | typeof NOTHING;
    if (this.senders.first !== null) this.promiseSlot();
    else if (this.isClosed && this.#queue.isEmpty) this.receivers.releaseAll();
    return (item === NOTHING ? undefined : item) as T;
  }

  /** Somebody waits for an item, and one is there that is nobody's. */
  protected promiseItem(): void {
    this.grantItem(this.receivers.first as Waiter<T>);
  }

  /** Puts an item in, whether there is room or not, and keeps it for a receiver. */
  protected transfer(value: T, receiver: Waiter<T>): void {
    this.#queue.push(value === undefined ? NOTHING : value);
    this.grantItem(receiver);
  }

  /** Puts an item in, whether there is room or not, and takes the oldest one that is nobody's. */
  protected exchange(value: T): T {
    this.#queue.push(value === undefined ? NOTHING : value);
    return this.take();
  }

  /** Keeps an item for a receiver. */
  protected grantItem(waiter: Waiter<T>): void {
    this.receivers.remove(waiter);
    this.promisedItems += 1;
    waiter.state = GRANTED;
    waiter.wake();
  }

  /** Somebody waits for room, and there is some that is nobody's. */
  protected promiseSlot(): void {
    const waiter = this.senders.first as Waiter<T>;
    this.senders.remove(waiter);
    this.#promisedSlots += 1;
    waiter.state = GRANTED;
    waiter.wake();
  }
}
