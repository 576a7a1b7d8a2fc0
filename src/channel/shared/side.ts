import { Vigil } from '../../camp/vigil.js';
import type { WaitRow } from '../../camp/wait-row.js';
import type { Context } from '../../core/context.js';
import { type Selection, selectionOf } from '../../core/selection.js';
import { WaitList } from '../wait-list.js';
import { Waiter } from '../waiter.js';

/** So often in vain is a waiter polled, because others were faster, before it asks for its turn. */
const PATIENCE = 4;

/**
 * Those tasks of this thread that wait for one thing at a channel between threads, and the thread's place in the row of
 * all that do. The thread stands in the row while its list is not empty, except from when it is called until the task that
 * it woke has looked.
 *
 * What is waited for is not handed over: a task that is woken looks for it, and somebody may have been faster. Then it keeps
 * its place in the list, and the thread its ticket; and after a few times it takes the turn: from then on those who do not
 * wait leave one item (or place) for those who do, and these are called in order. So nobody is passed over for ever, and in
 * the ordinary case a thread that is awake goes on with what there is, where handing over would make it wait for another
 * thread to wake up.
 */
export class Side<T> {
  /** While a task of an event loop waits here for another thread. */
  readonly vigil = new Vigil();
  readonly #list = new WaitList<T>();
  #ticket = 0;
  /** How often the first one was polled in vain. */
  #losses = 0;
  #hasTurn = false;

  /**
   * @param row - the threads that wait for the same.
   * @param available - how many there are of what is waited for; 0 when a task had better go on waiting.
   */
  constructor(
    readonly row: WaitRow,
    private readonly available: () => number,
    /** Called whenever the thread takes its place in the row. */
    private readonly enlisted?: () => void,
    /**
     * Where one item is not as good as another: whether one who has not the turn leaves enough for who has. All others heed
     * it then, those who wait, too: they could take it in small pieces for ever.
     */
    private readonly leavesEnough?: () => boolean,
  ) {}

  get isEmpty(): boolean {
    return this.#list.first === null;
  }

  /** Whether somebody waits here, and all who do in the same selection as `selection`, and so can't be its counterpart. */
  isOnlyIn(selection: Selection | null): boolean {
    if (selection === null || this.isEmpty) return false;
    const root = rootOf(selection);
    for (let waiter = this.#list.first; waiter !== null; waiter = waiter.next) {
      if (waiter.selection === null || rootOf(waiter.selection) !== root) return false;
    }
    return true;
  }

  /** Whether one who does not wait may take what is there: not the last one, if somebody who waits was passed over too often. */
  get isOpen(): boolean {
    return this.row.turn === 0 || (this.available() > 1 && this.leavesEnough?.() !== false);
  }

  /** Whether one who waits here may take what is there now. */
  mayTake(waiter: Waiter<T>): boolean {
    if (this.leavesEnough === undefined || this.row.turn === 0) return true;
    if ((this.#hasTurn && waiter === this.#list.first) || this.leavesEnough()) return true;
    // It was called by one who did not know of the turn yet, perhaps.
    if (!this.#hasTurn) this.row.callTurn();
    return false;
  }

  /** There is something for one who waits: who has the turn, if it is for that one alone. */
  callNext(): void {
    if (this.leavesEnough !== undefined && this.row.callTurn()) return;
    this.call();
  }

  /** The same, whosever turn it is. One who waits here looks itself, if another thread has called this one, which has not heard of it yet. */
  call(): void {
    if (!this.row.call()) this.called();
  }

  /** One waits from now on, and is woken at once if there is something for it by now. */
  wait(value: T | undefined, cx: Context): Waiter<T> {
    const waiter = note(new Waiter<T>(cx.waker, value), cx);
    this.come(waiter);
    return waiter;
  }

  /** The same with a waiter that there is by now. */
  come(waiter: Waiter<T>, isLate = false): void {
    this.#list.push(waiter);
    this.#enlist(isLate);
  }

  /** Somebody who waits here was woken in vain, and waits on. */
  stay(): void {
    this.#enlist();
  }

  /** It looked in vain, and waits on. */
  missed(waiter: Waiter<T>, cx: Context): void {
    note(waiter, cx).setWaker(cx.waker);
    if (waiter === this.#list.first && !this.#hasTurn) {
      this.#losses += 1;
      if (this.#losses >= PATIENCE) this.#hasTurn = this.row.takeTurn();
    }
    this.#enlist();
  }

  /** It has what it waited for, or does not want it any more. */
  leave(waiter: Waiter<T>): void {
    const wasFirst = waiter === this.#list.first;
    waiter.forget();
    this.#list.remove(waiter);
    if (wasFirst) this.#giveTurn();
    if (this.isEmpty) this.#withdraw();
    else if (this.#forUs() > 0) this.#wakeNext(); // what it leaves is for the next one here
  }

  /**
   * Another thread called this one, or something has happened. The thread stands in the row again while others here sleep on:
   * whoever was woken may be unable to run, as the task around a call of `blockOn` is.
   *
   * @returns false when somebody waits here and was not called.
   */
  called(): boolean {
    if (this.isEmpty) return true;
    if (this.row.isEnlisted) return false;
    this.#wakeNext();
    if (this.#sleeper() === null) return true;
    this.#ticket = 0; // they have waited no longer than others elsewhere
    this.#enlist();
    return true;
  }

  /** Lets all look. */
  wakeAll(): void {
    this.#wakeFor(Number.POSITIVE_INFINITY);
  }

  /** Stands in the row, and looks once more after that: whoever brought something before did not call this thread. */
  #enlist(isLate = false): void {
    if (!this.row.isEnlisted) this.#ticket = this.row.enlist(this.#ticket, isLate);
    else if (!this.row.raise()) return;
    this.enlisted?.();
    this.#wakeFor(this.#forUs());
  }

  /** It may have been called before it stood in the row again, and may have left something for the next thread. */
  #withdraw(): void {
    this.row.withdraw(this.#ticket);
    this.#ticket = 0;
    if (this.available() > 0) this.callNext();
  }

  #giveTurn(): void {
    this.#losses = 0;
    if (!this.#hasTurn) return;
    this.#hasTurn = false;
    this.row.giveTurn();
    // All look who were to leave it alone: what they need is not known here.
    if (this.leavesEnough !== undefined) this.row.callAll();
    else if (this.available() > 0) this.row.call(); // what the others left, if it was not taken
  }

  /** As many as there are for those who wait here. To be asked when they stand in the row. */
  #forUs(): number {
    // SYNC: after the ticket; pairs with the end of a turn, after which all who have one are called.
    const isForOther = this.leavesEnough !== undefined && !this.#hasTurn && this.row.isTurn && !this.leavesEnough();
    return isForOther ? 0 : this.available();
  }

  #wakeNext(): void {
    this.#sleeper()?.wake();
  }

  /** One call may stand for many items, and the end of the channel is for all. */
  #wakeFor(count: number): void {
    let left = count;
    for (let waiter = this.#list.first; waiter !== null && left > 0; ) {
      const { next } = waiter;
      if (waiter.isAsleep) left -= 1;
      waiter.wake();
      waiter = next;
    }
  }

  /** The first one that was not woken yet. */
  #sleeper(): Waiter<T> | null {
    let waiter = this.#list.first;
    while (waiter !== null && !waiter.isAsleep) waiter = waiter.next;
    return waiter;
  }
}

/** Where it waits, as of this poll. */
function note<T>(waiter: Waiter<T>, cx: Context): Waiter<T> {
  waiter.selection = selectionOf(cx);
  return waiter;
}

function rootOf(selection: Selection): Selection {
  let root = selection;
  while (root.outer !== null) root = root.outer;
  return root;
}
