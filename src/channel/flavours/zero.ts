import type { Context } from '../../core/context.js';
import { PENDING } from '../../core/poll.js';
import { canHappen, commit, type Selection, selecting, selectionOf } from '../../core/selection.js';
import { SegQueue } from '../../queue/seg-queue.js';
import type { Found } from '../flavour.js';
import type { WaitList } from '../wait-list.js';
import { GRANTED, WAITING, type Waiter } from '../waiter.js';
import { Buffered } from './buffered.js';

/**
 * A rendezvous: there is room for an item exactly when a receiver waits for it, and it is promised to that one at once. So
 * what differs from the other flavours is who is first to wait, and that completing an operation completes another one:
 *
 * ```text
 *   a sender comes,   r1 waits:  put the item in, grant it to r1;   r1 takes it in its next poll
 *   a receiver comes, s1 waits:  put the item of s1 in, take one;   s1 learns in its next poll that it has sent
 * ```
 *
 * In between, an item is in transit. Should its receiver be dropped then, the item goes to the next one who waits, or stays
 * for one who comes; it is not lost, and items never overtake each other.
 *
 * The one who waits is committed from outside of its poll. If it stands in a `select`, so is that select, which then answers
 * this branch and no other; and a waiter whose select is committed elsewhere already is passed by. See
 * [`selection.ts`](../../core/selection.ts).
 *
 * Corresponds to `flavors::zero`, which tells operations apart in the same way, but leaves out those of its own thread; here
 * all are of one thread.
 */
export class ZeroFlavour<T> extends Buffered<T> {
  readonly name = 'bounded(0)';

  constructor() {
    super(0, new SegQueue());
  }

  override trySend(value: T, cx: Context | null): boolean {
    const by = selectionOf(cx);
    const receiver = this.#counterpart(this.receivers, by);
    if (receiver === null) return false;
    commit(by, selecting.branch); // first: the receiver may run as soon as it is woken
    this.transfer(value, receiver);
    return true;
  }

  override waitSend(value: T, cx: Context): Waiter<T> {
    return note(super.waitSend(value, cx), cx);
  }

  override pollSend(waiter: Waiter<T>, cx: Context): boolean {
    if (waiter.state !== WAITING) return waiter.state === GRANTED;
    // Whoever came since the latest poll passed it by, if its select had decided otherwise then.
    if (!this.trySend(waiter.value as T, cx)) {
      note(waiter, cx).setWaker(cx.waker);
      return false;
    }
    this.cancelSend(waiter);
    return true;
  }

  override cancelSend(waiter: Waiter<T>): void {
    waiter.forget();
    if (waiter.state === WAITING) this.senders.remove(waiter);
  }

  override tryRecv(cx: Context | null): Found<T> {
    const found = super.tryRecv(cx);
    if (found !== PENDING) return found;
    const by = selectionOf(cx);
    const sender = this.#counterpart(this.senders, by);
    if (sender === null) return PENDING;
    commit(by, selecting.branch);
    commit(sender.selection, sender.branch);
    this.senders.remove(sender);
    sender.state = GRANTED;
    const item = this.exchange(sender.value as T);
    sender.wake();
    return item;
  }

  override waitRecv(cx: Context): Waiter<T> {
    return note(super.waitRecv(cx), cx);
  }

  override pollRecv(waiter: Waiter<T>, cx: Context): Found<T> {
    if (waiter.state !== WAITING) return super.pollRecv(waiter, cx);
    const found = this.tryRecv(cx);
    if (found === PENDING) note(waiter, cx).setWaker(cx.waker);
    else this.cancelRecv(waiter);
    return found;
  }

  protected override promiseItem(): void {
    const receiver = this.#counterpart(this.receivers, null);
    if (receiver !== null) this.grantItem(receiver);
  }

  protected override grantItem(receiver: Waiter<T>): void {
    commit(receiver.selection, receiver.branch);
    super.grantItem(receiver);
  }

  /** A sender waits for a receiver, not for room. */
  protected override promiseSlot(): void {}

  /** The first one who waits and can be paired with an operation that is running in `by`. */
  #counterpart(list: WaitList<T>, by: Selection | null): Waiter<T> | null {
    let waiter = list.first;
    while (waiter !== null && !canHappen(waiter.selection, waiter.branch, by)) waiter = waiter.next;
    return waiter;
  }
}

/** Where it waits, as of this poll. */
function note<T>(waiter: Waiter<T>, cx: Context): Waiter<T> {
  waiter.selection = selectionOf(cx);
  waiter.branch = selecting.branch;
  return waiter;
}
