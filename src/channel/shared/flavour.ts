import { Sleeper } from '../../camp/sleeper.js';
import type { Context } from '../../core/context.js';
import { store } from '../../platform/index.js';
import { dropped } from '../check-value.js';
import type { Batch, Sink } from '../flavour.js';
import type { Waiter } from '../waiter.js';
import { CLOSED } from './layout.js';
import { Patience } from './patience.js';
import { SharedSource } from './source.js';

const AT_ONCE = /* @__PURE__ */ new Sleeper(0);

/**
 * A channel between threads, as one thread has it, with all its ends there: the sending side, on top of the receiving one,
 * the {@link SharedEnds} and the {@link SharedPlace} that both have in common.
 *
 * A send that needs not wait is a push and a look at whether somebody waits, a receive a pop and such a look. Values move
 * only inside of a poll that succeeds, or of a try.
 */
export class SharedFlavour<T> extends SharedSource<T> implements Sink<T> {
  /** Where this thread says that it pushes. Who finds a push unfinished, and no thread that says so, knows that its thread has died. */
  readonly #mark = this.mine.mark;
  /** How long to look before a thread that is going to block sleeps. */
  protected sendSpin = new Patience(this.store.capacity);
  sendRest: Sleeper | undefined;

  trySend(value: T, cx: Context | null): boolean {
    if (this.words[this.sendTurn] !== 0 && !this.mayTry(this.sending)) return false;
    return this.push(value, cx);
  }

  trySendMany(values: Batch<T>, from: number): number {
    if (!this.mayTry(this.sending)) return 0;
    const end = this.sending.row.turn === 0 ? values.length : from + 1; // the rest may be for who has the turn
    const isAll = from === 0 && end >= values.length;
    const count = this.#putMany(isAll ? values : (values.slice(from, end) as Batch<T>));
    // SYNC: as in push. One is called; it calls the next if it leaves something.
    if (count === 0) this.refused();
    else if (this.receiving.row.isAwaited) this.receiving.call();
    else this.askForNews();
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
    const waiter = this.sending.wait(value, cx);
    this.hold(cx, this.sending, this.mine.receivers);
    return waiter as Waiter<unknown>;
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
        this.sending.missed(mine, cx);
        this.hold(cx, this.sending, this.mine.receivers);
      }
    }
    return isOver;
  }

  cancelSend(waiter: Waiter<unknown>): void {
    this.sending.leave(waiter as Waiter<T>);
    this.rest(this.sending);
  }

  /** How often whoever blocks here looks at most; if that is said, it is not to look at its thread's bell in addition. */
  setSpin(end: 'sender' | 'receiver', spin: number | undefined): void {
    if (spin === undefined) return;
    if (end === 'sender') {
      this.sendSpin = new Patience(this.store.capacity, spin);
      this.sendRest = AT_ONCE;
    } else {
      this.recvSpin = new Patience(this.store.capacity, spin);
      this.recvRest = AT_ONCE;
    }
  }

  protected push(value: T, _cx: Context | null): boolean {
    if (!this.put(value)) return this.refused();
    // SYNC: after the push; pairs with the flag in WaitRow.enlist.
    if (this.isAwaited(this.receiversWait)) this.receiving.call();
    else this.askForNews();
    return true;
  }

  /** Plain stores: before the queue's first atomic step, and after its last one. */
  protected put(value: T): boolean {
    this.words[this.#mark] = 1;
    try {
      return this.store.push(value);
    } finally {
      this.words[this.#mark] = 0;
    }
  }

  #putMany(values: Batch<T>): number {
    this.words[this.#mark] = 1;
    try {
      return this.store.pushMany(values);
    } finally {
      this.words[this.#mark] = 0;
    }
  }

  /**
   * The queue has taken nothing. If it was closed, the channel is, whether the thread that closes it has come to say so or not:
   * else a send would be told that the channel is full when it is closed.
   */
  protected refused(): false {
    if (this.store.isClosed) store(this.words, CLOSED, 1);
    else this.askForNews();
    return false;
  }
}
