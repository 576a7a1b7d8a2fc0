/**
 * Where the values of a channel between threads stand: a queue that can be closed. The two queues of numbers are
 * such stores as they are.
 */
export interface Store<T> {
  /** Adds a value at the end; answers whether it fitted and the store is open. */
  push(value: T): boolean;
  /** Takes the oldest value; `undefined` when there is none. */
  pop(): T | undefined;
  readonly length: number;
  readonly capacity: number;
  readonly isEmpty: boolean;
  /** Whether the value that was refused last would be refused again. */
  readonly isFull: boolean;
  /** No push succeeds from now on. */
  close(): void;
  readonly isClosed: boolean;
}

/** A store of numbers takes them in batches, too. */
export interface NumberStore<T, A> extends Store<T> {
  pushMany(values: readonly T[] | A): number;
  popInto(into: A): number;
}
