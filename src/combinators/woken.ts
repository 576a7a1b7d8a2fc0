import type { Context, Services } from '../core/context.js';
import { WakerError } from '../core/errors.js';
import { cloneFrom, type Waker, type WakerHandle } from '../core/waker.js';
import { Branch, type Whole } from './branch.js';
import { IndexSet } from './index-set.js';

/**
 * Which of many branches are worth polling, so that a poll costs what was woken and not what there is: each branch has a
 * waker of its own, which notes its index and wakes the task. This is `FuturesUnordered` of futures-rs, whose list of
 * woken branches became a set that is read in order, so that the first in order wins however many there are.
 *
 * ```
 * wake of branch 7 --> { 0, 3, 7 } --> the task's waker, if the set was empty
 *                          |
 * poll of the whole  <-----+ take()
 * ```
 *
 * Wakes from other threads reach the task without passing here: such branches are pinned, and polled every time.
 */
export class Woken implements Whole {
  services: Services;
  #clocks: number | undefined;
  readonly #branches: Branch[] = [];
  readonly #set: IndexSet;
  /** Where the pass over the set goes on; not 0 when the budget ended the poll before. */
  #cursor = 0;
  /** How many may still be polled in this poll. */
  #left = 0;
  /** Of the poll that is running. */
  #cx: Context | null = null;
  /** Of the latest poll. */
  #waker: Waker | undefined;
  #pinned: Branch[] = [];
  /** How many branches wait for what other threads do. */
  #expecting = 0;
  #isOver = false;

  /** All branches are worth polling at first. */
  constructor(count: number, cx: Context) {
    this.services = cx.services;
    this.#clocks = cx.services.clocks;
    this.#set = new IndexSet(count);
    for (let index = 0; index < count; index += 1) {
      this.#branches.push(new Branch(this, index));
      this.#set.add(index);
    }
  }

  /** Begins a poll of the whole. */
  begin(cx: Context): void {
    this.#cx = cx;
    if (cx.services !== this.services || cx.services.clocks !== this.#clocks) this.#move(cx.services);
    this.#left = Math.max(1, cx.services.budget);
    for (const branch of this.#pinned) this.#set.add(branch.index);
  }

  /** Polled by somebody else, or anew: if that one has other timers, those that branches armed may never fire, so poll them all. */
  #move(services: Services): void {
    const moved = services.clocks !== this.#clocks || services.timers !== this.services.timers;
    this.services = services;
    this.#clocks = services.clocks;
    if (moved) for (const branch of this.#branches) if (!branch.done) this.#set.add(branch.index);
  }

  /**
   * The next branch to poll; null when this poll of the whole has done its share: one pass in order, or a branch that
   * wakes itself would keep it from ending, and no more than the budget, so that a task of thousands does not keep
   * others waiting.
   */
  take(): Branch | null {
    const index = this.#left === 0 ? -1 : this.#set.take(this.#cursor);
    if (index < 0) {
      if (this.#left > 0) this.#cursor = 0;
      return null;
    }
    this.#left -= 1;
    this.#cursor = index + 1;
    const branch = this.#branches[index] as Branch;
    branch.expectNobody();
    return branch;
  }

  /** The branch is not polled again, even if it woke itself in its last poll. */
  finish(branch: Branch): void {
    branch.done = true;
    branch.expectNobody();
    this.#set.delete(branch.index);
    if (branch.pinned) this.#pinned = this.#pinned.filter((other) => other !== branch);
  }

  /** Ends a poll that answers pending. */
  end(cx: Context): void {
    this.#cx = null;
    this.#waker = cloneFrom(this.#waker, cx.waker);
    if (this.#expecting > 0 && !cx.services.eventLoop) cx.waker.expectOthers();
    if (this.#set.size > 0) cx.waker.wakeByRef();
  }

  /** The rest is dropped, which is to wake nobody; what cleans up meanwhile may still ask for a handle. */
  stop(): void {
    this.#isOver = true;
  }

  /** Everything is over. */
  close(): void {
    this.#cx = null;
    this.#waker?.[Symbol.dispose]();
    this.#waker = undefined;
    this.#pinned = [];
  }

  woken(branch: Branch): void {
    if (this.#isOver || !this.#set.add(branch.index)) return;
    // With more in the set the task is woken already; during a poll, its end sees to it.
    if (this.#set.size === 1 && this.#cx === null) this.#waker?.wakeByRef();
  }

  expects(change: 1 | -1): void {
    this.#expecting += change;
  }

  pin(branch: Branch): WakerHandle {
    const waker = this.#cx?.waker ?? this.#waker;
    if (waker === undefined) throw new WakerError('share: the future that this waker was to wake is done');
    const handle = waker.share();
    if (!branch.pinned) {
      branch.pinned = true;
      this.#pinned.push(branch);
    }
    return handle;
  }
}
