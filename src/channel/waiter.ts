import { OPEN, type Selection } from '../core/selection.js';
import { Waits } from '../core/waits.js';
import type { Waker } from '../core/waker.js';

/** Stands in a list of its channel's. */
export const WAITING = 0;
/** Left the list: its turn has come, and what it waited for is kept for it until it is polled or dropped. */
export const GRANTED = 1;
/** Left the list for another reason: nothing is kept for it. */
export const RELEASED = 2;

/**
 * A send or a receive that has to wait, made when it is first found pending: an operation that is done at once allocates
 * nothing but its future.
 */
export class Waiter<T> extends Waits {
  // WAITING --> GRANTED, RELEASED
  state = WAITING;
  previous: Waiter<T> | null = null;
  next: Waiter<T> | null = null;
  /** Where it waits, if in a select: only a rendezvous has to know. */
  selection: Selection | null = null;
  branch = OPEN;

  constructor(
    waker: Waker,
    /** Of a sender: what it sends. */
    readonly value: T | undefined,
  ) {
    super(waker);
  }
}
