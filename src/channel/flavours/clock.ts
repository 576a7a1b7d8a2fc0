import type { Context } from '../../core/context.js';
import { PENDING } from '../../core/poll.js';
import { now } from '../../time/clock.js';
import { timersOf } from '../../time/host-timers.js';
import { Sleep } from '../../time/sleep.js';
import { DISCONNECTED, type Found, type Source } from '../flavour.js';
import { WaitList } from '../wait-list.js';
import { WAITING, Waiter } from '../waiter.js';

/**
 * A channel that nobody sends to: its items are points in time, and are there when they have come. Each who waits arms a
 * timer of its own, where its context says, and the first who looks after the time has come takes the item.
 *
 * Like a sleep, it counts from when somebody first looks.
 */
export abstract class ClockFlavour implements Source<number> {
  abstract readonly name: string;
  readonly capacity: number = 1;
  isClosed = false;
  /** When the next item is due, once somebody looked; Infinity for never. */
  protected due: number | undefined;
  readonly #waiting = new WaitList<number>();
  #receiverCount = 1;

  /** When the first item is due, counted from `time`. */
  protected abstract begin(time: number): number;
  /** The item that is due at `time`; sets when the next one is. */
  protected abstract item(due: number, time: number): number;

  get length(): number {
    return this.due !== undefined && now() >= this.due ? 1 : 0;
  }

  tryRecv(cx: Context | null): Found<number> {
    if (this.isClosed) return DISCONNECTED;
    const time = cx === null ? now() : timersOf(cx).now();
    this.due ??= this.begin(time);
    return time >= this.due ? this.item(this.due, time) : PENDING;
  }

  waitRecv(cx: Context): Waiter<number> {
    const sleeper = new Sleeper(cx.waker, undefined);
    this.#waiting.push(sleeper);
    sleeper.sleep(this.due as number, cx);
    return sleeper;
  }

  pollRecv(sleeper: Sleeper, cx: Context): Found<number> {
    const found = this.tryRecv(cx);
    if (found !== PENDING) {
      this.cancelRecv(sleeper);
    } else {
      sleeper.setWaker(cx.waker);
      sleeper.sleep(this.due as number, cx); // another one may have taken what it slept for
    }
    return found;
  }

  cancelRecv(sleeper: Sleeper): void {
    sleeper.forget();
    if (sleeper.state === WAITING) this.#waiting.remove(sleeper);
  }

  postpone(outcome: () => number): void {
    this.due = outcome(); // an item is the time at which it was due
    for (let sleeper = this.#waiting.first; sleeper !== null; sleeper = sleeper.next) sleeper.wake();
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#waiting.releaseAll();
  }

  addReceiver(): void {
    this.#receiverCount += 1;
  }

  dropReceiver(): void {
    this.#receiverCount -= 1;
    if (this.#receiverCount === 0) this.close();
  }
}

/** One who waits for a point in time. */
class Sleeper extends Waiter<number> {
  #due = Number.POSITIVE_INFINITY;
  #sleep: Sleep | undefined;

  /** Sees to it that whoever waits is polled at `due`. */
  sleep(due: number, cx: Context): void {
    if (due !== this.#due) {
      this.#sleep?.[Symbol.dispose]();
      this.#sleep = due === Number.POSITIVE_INFINITY ? undefined : new Sleep(undefined, due);
      this.#due = due;
    }
    if (this.#sleep === undefined || this.#sleep.poll(cx) === PENDING) return;
    // The time has come since the look before: no timer is armed that would wake anybody.
    this.#sleep = undefined;
    this.#due = Number.POSITIVE_INFINITY;
    cx.waker.wakeByRef();
  }

  override forget(): void {
    super.forget();
    this.#sleep?.[Symbol.dispose]();
  }
}
