import { checkDuration } from '../core/check.js';
import type { Timer, Timers } from '../core/context.js';
import { cloneFrom, type Waker } from '../core/waker.js';
import { now } from '../platform/index.js';

/**
 * The timers of one executor, fired by hand: a binary heap (J. W. J. Williams, 1964) of deadlines. Each timer knows its
 * place, so that disarming one costs O(log n) as arming does, and leaves nothing behind. A timing wheel would arm in
 * O(1), but rounds deadlines to its ticks, and must be turned even while nothing is due.
 *
 * ```
 *            [0] 10            heap[i] fires no later than heap[2i + 1] and heap[2i + 2];
 *        [1] 30   [2] 20       equal deadlines in the order of arming
 *     [3] 40
 * ```
 *
 * Corresponds to the time driver of tokio's runtime.
 *
 * @example
 * ```ts
 * import { Context, PENDING, sleep, Waker } from 'reveille';
 * import { TimerHeap } from 'reveille/executor';
 * import assert from 'node:assert/strict';
 *
 * let time = 0; // a clock that stands still until the test moves it
 * const timers = new TimerHeap(() => time);
 * const host = Context.fromWaker(Waker.noop());
 * const cx = { waker: host.waker, services: { ...host.services, timers } };
 *
 * const nap = sleep(60_000);
 * assert.equal(nap.poll(cx), PENDING);
 * assert.equal(timers.nextDeadline(), 60_000);
 * time = 60_000;
 * assert.equal(timers.fireDue(), 1);
 * assert.equal(nap.poll(cx), undefined);
 * ```
 */
export class TimerHeap implements Timers {
  readonly #heap: Entry[] = [];
  readonly #clock: () => number;
  #armed = 0;

  /** @param clock - answers milliseconds since an arbitrary start and never goes back; by default the platform's. */
  constructor(clock: () => number = now) {
    this.#clock = clock;
  }

  /** How many timers are armed. */
  get length(): number {
    return this.#heap.length;
  }

  now(): number {
    return this.#clock();
  }

  /** When the next timer is due, in milliseconds on the clock; Infinity when none is armed. */
  nextDeadline(): number {
    return this.#heap[0]?.deadline ?? Number.POSITIVE_INFINITY;
  }

  /**
   * @throws TypeError when `deadline` is not a number, RangeError when it is negative or NaN.
   */
  arm(deadline: number, waker: Waker): Timer {
    checkDuration('deadline', deadline);
    const entry = new Entry(this, deadline, this.#armed++, waker.clone());
    const heap = this.#heap;
    heap.push(entry);
    this.#rise(entry, heap.length - 1);
    if (entry.index === 0) this.earliestChanged();
    return entry;
  }

  /** Takes an armed timer out, wherever it is. @internal */
  disarm(entry: Entry): void {
    const { index } = entry;
    this.#remove(entry);
    if (index === 0) this.earliestChanged();
  }

  /**
   * Wakes all that is due, in order, and disarms it. What a waker arms meanwhile waits for the next call even if it is
   * due, or two timers that arm each other would never let go; what a waker disarms is not woken.
   *
   * @returns how many timers fired.
   * @throws what a waker threw, after all others were woken; an AggregateError if several did.
   */
  fireDue(): number {
    let due: Entry | null = null;
    let last: Entry | null = null;
    const time = this.#clock();
    for (let entry = this.#heap[0]; entry !== undefined && entry.deadline <= time; entry = this.#heap[0]) {
      this.#remove(entry);
      if (last === null) due = entry;
      else last.next = entry;
      last = entry;
    }
    return due === null ? 0 : wakeAll(due);
  }

  /** Called when arming or disarming made another timer the earliest, or took the last one away. */
  protected earliestChanged(): void {}

  #at(index: number): Entry {
    return this.#heap[index] as Entry;
  }

  /** Fills the gap with the last timer, which may belong nearer to the root or nearer to the leaves. */
  #remove(entry: Entry): void {
    const { index } = entry;
    entry.index = OUT;
    const last = this.#heap.pop();
    if (last === undefined || last === entry) return;
    if (index > 0 && before(last, this.#at((index - 1) >> 1))) this.#rise(last, index);
    else this.#sink(last, index);
  }

  /** Puts `entry` at `index` or, past later parents, nearer to the root. */
  #rise(entry: Entry, index: number): void {
    while (index > 0) {
      const up = (index - 1) >> 1;
      const parent = this.#at(up);
      if (!before(entry, parent)) break;
      this.#put(parent, index);
      index = up;
    }
    this.#put(entry, index);
  }

  /** Puts `entry` at `index` or, past earlier children, nearer to the leaves. */
  #sink(entry: Entry, index: number): void {
    const { length } = this.#heap;
    for (let down = 2 * index + 1; down < length; down = 2 * index + 1) {
      if (down + 1 < length && before(this.#at(down + 1), this.#at(down))) down += 1;
      const child = this.#at(down);
      if (!before(child, entry)) break;
      this.#put(child, index);
      index = down;
    }
    this.#put(entry, index);
  }

  #put(entry: Entry, index: number): void {
    this.#heap[index] = entry;
    entry.index = index;
  }
}

/** The index of a timer that is not in the heap. */
const OUT = -1;

class Entry implements Timer {
  index = OUT;
  /** The next of those that are being fired. */
  next: Entry | null = null;

  constructor(
    readonly heap: TimerHeap,
    readonly deadline: number,
    readonly sequence: number,
    public waker: Waker | undefined,
  ) {}

  setWaker(waker: Waker): void {
    if (this.waker !== undefined) this.waker = cloneFrom(this.waker, waker);
  }

  [Symbol.dispose](): void {
    const { waker } = this;
    if (waker === undefined) return;
    this.waker = undefined;
    if (this.index !== OUT) this.heap.disarm(this);
    waker[Symbol.dispose]();
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.deadline < b.deadline || (a.deadline === b.deadline && a.sequence < b.sequence);
}

/** Wakes a list of timers. They are out of the heap already, so a waker may do with it as it likes. */
function wakeAll(due: Entry): number {
  let fired = 0;
  let failures: unknown[] | undefined;
  for (let entry: Entry | null = due; entry !== null; entry = entry.next) {
    const { waker } = entry;
    if (waker === undefined) continue; // disarmed by one that was woken before it
    entry.waker = undefined;
    fired += 1;
    try {
      waker.wake();
    } catch (failure) {
      (failures ??= []).push(failure);
    }
  }
  if (failures === undefined) return fired;
  if (failures.length === 1) throw failures[0];
  throw new AggregateError(failures, 'fireDue: several wakers failed');
}
