import type { Context } from '../../core/context.js';
import { selectionOf } from '../../core/selection.js';
import { load } from '../../platform/index.js';
import { carries, type ItemKind, notAnItem } from '../../queue/items.js';
import type { Batch, Found } from '../flavour.js';
import type { Waiter } from '../waiter.js';
import { SharedFlavour } from './flavour.js';
import { CLOSED } from './layout.js';

/**
 * A rendezvous between threads: a value enters only by taking a thread that waits to receive out of its row, in one
 * compare-exchange, which makes the two a pair. It then stands in a short queue until that thread wakes up and takes it; in
 * between it is in transit. Should the task it was for be gone by then (it was dropped, or its select has taken another
 * branch), the value goes to the next one who receives. So a select is never committed by another thread, and no lock or
 * agreement is needed between two selects that meet: what was sent is never lost, and at most one of its branches happens.
 *
 * (crossbeam's `flavors::zero` commits both sides under a lock, through a word in each thread's context. A thread that died
 * there would leave the lock behind.)
 *
 * A sender never puts its value down before somebody waits for it. So a receiver that only tries finds nothing even where
 * a sender waits; it takes one that waits, be it for a moment.
 */
export class SharedZero<T> extends SharedFlavour<T> {
  override get capacity(): number {
    return 0;
  }

  override trySendMany(values: Batch<T>, from: number): number {
    let at = from;
    try {
      while (at < values.length && !this.isClosed && this.trySend(values[at] as T, null)) at += 1;
    } catch (error) {
      if (at === from) throw error; // else it is told when it is the first
    }
    return at - from;
  }

  /** What waits for somebody to take it would be found to be no value of this channel's in the end only. */
  checkValue(value: T): void {
    const { store } = this;
    const kind = this.make.items as ItemKind;
    if (store.check !== undefined) store.check(value);
    else if (!carries(kind, value)) throw notAnItem(kind, 'value', value);
  }

  override waitSend(value: T, cx: Context): Waiter<unknown> {
    this.checkValue(value);
    return super.waitSend(value, cx);
  }

  /** There is nothing to look for unless this thread stands in the row. */
  override recvSoon(): Found<T> {
    return this.tryRecv(null);
  }

  override recvIntoSoon(into: Batch<T>): number {
    return this.tryRecvInto(into);
  }

  protected override push(value: T, cx: Context | null): boolean {
    const { row } = this.receiving;
    const isOwn = this.receiving.isOnlyIn(selectionOf(cx));
    const seat = row.claim(isOwn ? this.mine.seat : -1);
    if (seat < 0) return false;
    const { seats } = this.mine;
    const owner = seats.ownerIn(seat);
    let isThere = false;
    try {
      isThere = this.put(value);
      return isThere || this.refused();
    } finally {
      row.wake(seat); // if nothing was pushed after all: it looks, and takes its place again
      // SYNC: after the push. It may have looked before that, and have taken its place again, or left, or died, and its seat may be another one's by now:
      // then its look, or its leaving, came first, and whoever waits is called; otherwise it comes later, and finds the value.
      if (isThere && (row.isIn(seat) || !seats.isStill(seat, owner))) row.call();
    }
  }

  /** A call that came too late: what the thread was called for is for another one, if nobody here waits any more. */
  override wakeByRef(): void {
    super.wakeByRef();
    this.#passOn();
  }

  protected override leave(): void {
    if (this.mine.hasLeft) return;
    super.leave();
    // SYNC: after the seat; pairs with the look of a sender that had claimed it, after its push.
    if (this.mine.hasLeft) this.#passOn();
  }

  #passOn(): void {
    if (this.receiving.isEmpty && this.store.length > 0 && this.receiving.row.isAwaited) this.receiving.row.call();
  }

  protected override room(): number {
    if (load(this.words, CLOSED) !== 0) return Number.POSITIVE_INFINITY;
    return this.receiving.row.has() ? 1 : 0;
  }

  protected override offered(): void {
    // SYNC: after this thread took its place; pairs with the look of a sender that took its own.
    if (this.sending.row.isAwaited) this.sending.row.call();
  }
}
