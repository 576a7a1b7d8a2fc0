import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import type { Line } from './line.js';
import type { Post } from './post.js';
import type { Waiter } from './waiter.js';

/** Why only this thread can bring what anybody may bring. */
export const UNSHARED = 'it was shared with no other thread';

/** What can be had of a lock, and waited for. */
export interface Wanted<T> {
  /** What an error says is waited for. */
  readonly name: string;
  readonly post: Post;
  /** Those who wait for the same. */
  readonly line: Line;
  /** Whether one who has not waited may take what is there. */
  readonly isOpen: boolean;
  /** Takes it; `undefined` when it isn't there. May throw; then nothing was taken. */
  take(): T | undefined;
  /** Whether only this thread can bring it. */
  readonly isOwn: boolean;
  /** Why that is so, for errors; when it is not said, because this thread has the lock. */
  readonly reason?: string;
  /** Whether others who wait may find something, too, when one has got it. */
  readonly leavesMore: boolean;
  /** One is going to wait for it. */
  prepare?(): void;
  /** It is not wanted any more by one who waited: what was prepared for it has to be undone. */
  giveUp?(): void;
}

/** Waits for a part of a lock. Until it has answered it has taken nothing, and it can be dropped. */
export class Acquire<T> extends Future<T> {
  /** Null once it is done. */
  #wanted: Wanted<T> | null;
  #waiter: Waiter | null = null;

  constructor(wanted: Wanted<T>) {
    super();
    this.#wanted = wanted;
  }

  override poll(cx: Context): Poll<T> {
    const wanted = this.#wanted;
    if (wanted === null) throw new PollError('lock: it was awaited before, and answered, failed or was dropped');
    let value: T | undefined;
    try {
      value = this.#waiter === null ? this.#begin(wanted, cx) : this.#look(wanted, this.#waiter, cx);
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
    if (value === undefined) return PENDING;
    this.#end(wanted, wanted.leavesMore);
    return value;
  }

  override [Symbol.dispose](): void {
    const wanted = this.#wanted;
    if (wanted === null) return;
    if (this.#waiter !== null) wanted.giveUp?.();
    this.#end(wanted, this.#waiter !== null); // it may have been called
  }

  override toString(): string {
    return this.#wanted === null ? 'lock' : this.#wanted.name;
  }

  #begin(wanted: Wanted<T>, cx: Context): T | undefined {
    const { line } = wanted;
    wanted.post.check(wanted.name);
    const value = wanted.isOpen ? wanted.take() : undefined;
    if (value !== undefined) return value;
    wanted.prepare?.();
    this.#waiter = line.join(cx);
    wanted.post.hold(cx, wanted.isOwn);
    // SYNC: a look after the enlisting: who brought it before that has not called this thread.
    if (wanted.isOpen) return wanted.take();
    line.row.call(); // it is somebody's turn, or everybody's who waited before
    return undefined;
  }

  #look(wanted: Wanted<T>, waiter: Waiter, cx: Context): T | undefined {
    const value = wanted.take();
    if (value !== undefined) return value;
    const again = wanted.line.missed(waiter, cx);
    wanted.post.hold(cx, wanted.isOwn);
    return again ? wanted.take() : undefined; // SYNC: as above
  }

  #end(wanted: Wanted<T>, passOn: boolean): void {
    this.#wanted = null;
    if (this.#waiter !== null) {
      wanted.line.leave(this.#waiter);
      this.#waiter = null;
    }
    if (passOn) wanted.post.call();
    wanted.post.rest();
  }
}
