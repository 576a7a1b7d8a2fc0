import type { Waker } from '../core/waker.js';

/** What is woken at the end of a task. */
export type Joiner = Waker | Joiners;

/** So many are kept at most. */
const MOST = 32;

/**
 * Wakes all who polled one handle. One joiner is right, and the waker of its latest poll would do; but where two tasks poll
 * the same handle, which Rust's borrow checker refuses, the one that came first would wait for ever. So it is woken too,
 * and the one that comes too late finds that the outcome is gone. Whether an earlier waker is another task's or only an
 * older one of the same cannot be told, which is why that is no error before.
 */
export class Joiners {
  /** In the order in which they came. */
  readonly #wakers: Waker[];

  constructor(first: Waker, second: Waker) {
    this.#wakers = [first, second];
  }

  /** Beyond the limit the earliest is woken: if it still waits, it comes again. */
  add(waker: Waker): void {
    this.#wakers.push(waker);
    if (this.#wakers.length > MOST) this.#wakers.shift()?.wake();
  }

  willWake(other: Waker): boolean {
    return this.#wakers.some((waker) => waker.willWake(other));
  }

  /** @throws what one of them throws, when all were woken. */
  wake(): void {
    try {
      this.#wakers.shift()?.wake();
    } finally {
      if (this.#wakers.length > 0) this.wake();
    }
  }
}

/** Who is to be woken at the end of a task: those who were, and `waker`, which is borrowed. */
export function withJoiner(joiner: Joiner | null, waker: Waker): Joiner {
  if (joiner === null) return waker.clone();
  if (joiner.willWake(waker)) return joiner;
  if (!(joiner instanceof Joiners)) return new Joiners(joiner, waker.clone());
  joiner.add(waker.clone());
  return joiner;
}
