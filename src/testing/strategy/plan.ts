/** How many threads a program has at most: an order of them fits in a byte. */
export const MOST_THREADS = 4;

/**
 * An order in which threads are asked whether they can go, as a byte: two bits a thread, the first in the lowest.
 * {@link STAY} is none of them.
 */
export type Order = number;

/**
 * Whoever went last goes on; if it cannot, the thread after it that can. What `stay` means at the first step: thread 0.
 * The end of a time limit comes after all others here, whosever it is. So staying never preempts, except that a thread
 * which has gone on for very long may be made to make way, since a loop that writes while it waits would never end.
 */
export const STAY: Order = 0xff;

/** The order that begins with `thread`; the others follow as in {@link STAY}. */
export function first(thread: number): Order {
  let order = 0;
  for (let i = 0; i < MOST_THREADS; i += 1) order |= ((thread + i) % MOST_THREADS) << (2 * i);
  return order;
}

/** The order that asks `threads` one after the other; must name each of 0 to 3 once. */
export function orderOf(threads: readonly number[]): Order {
  return threads.reduce((order, thread, i) => order | (thread << (2 * i)), 0);
}

/**
 * A schedule for one run: whom to ask first at each step. The threads follow it by themselves, without asking a
 * controller at every step, which would cost two more hand-overs each.
 *
 * At each step the first thread of the order that is enabled goes; one that would only end its time limit comes after
 * all others, unless it is the very first of its order.
 */
export interface Plan {
  /** The orders of the first steps, {@link Plan.length} of them. */
  readonly orders: Uint8Array;
  /** How many orders were written; at most `orders.length`. */
  length: number;
  /** The order of all steps beyond. */
  rest: Order;
  /**
   * Threads whose next step need not be tried from step `length` on, as a mask: an earlier run did. A thread wakes up as
   * soon as a step is made that depends on its next one, as that was before the step: the `notify` that takes a thread
   * out of a wait with a time limit wakes it, since the end of the limit queues at the word. A run in which only sleeping
   * threads could go is cut.
   *
   * After P. Godefroid, *Partial-Order Methods for the Verification of Concurrent Systems*, 1996.
   */
  sleep: number;
}

const FIRST: readonly Order[] = Array.from({ length: MOST_THREADS }, (_, thread) => first(thread));

/**
 * Writes a plan that gives the first `length` steps to `threads`, one each; then whoever goes stays.
 *
 * @throws RangeError when the plan has no room for so many steps.
 */
export function steer(plan: Plan, threads: ArrayLike<number>, length: number, sleep = 0): void {
  const { orders } = plan;
  if (length > orders.length) {
    throw new RangeError(`length: expected at most ${orders.length} steps, which the plan has room for, got ${length}`);
  }
  for (let step = 0; step < length; step += 1) orders[step] = FIRST[threads[step] as number] as Order;
  plan.length = length;
  plan.rest = STAY;
  plan.sleep = sleep;
}
