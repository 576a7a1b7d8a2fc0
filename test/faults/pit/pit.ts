import type { Operation } from '../../stress/operations.js';

/** A wait that no one ends, and what has to be so when a thread has died in it. */
export interface Pit<H = unknown> {
  readonly operation: Operation;
  /** On the main thread. */
  open(): Opened<H>;
  /** On the thread that is to die; `ready` is called just before it falls asleep. */
  block(handle: H, ready: () => void): void;
}

export interface Opened<H> {
  /** Plain data. */
  readonly handle: H;
  /** Called as soon as Node has told of the end: by then nothing of it may be left. */
  check(): void | Promise<void>;
  /** Whether a push may be left unfinished: of numbers, by a thread that is ended before it waits. */
  readonly mayBreak?: boolean;
  /** What the main thread has of it, to be dropped after the check. */
  readonly own?: readonly Disposable[];
}

/** A pit of which no one need know what its handle is. */
export function pit<H>(operation: Operation, open: Pit<H>['open'], block: Pit<H>['block']): Pit {
  return { operation, open, block } as Pit<H> as unknown as Pit;
}

/** Sleeps until it is ended. */
export function sleepForEver(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
