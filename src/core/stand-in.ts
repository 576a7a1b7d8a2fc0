import type { Services } from './context.js';

/** A future that `await` drives, as whoever polls it sees it. */
export interface Awaited {
  /** Whether it has settled its promise. */
  readonly isDone: boolean;
  /** Polls the future, unless it is done. */
  poll(): void;
  /** What is awaited. */
  toString(): string;
}

/** What polls awaited futures in place of the host's microtasks. */
export interface Awaits {
  /** What they are offered. */
  readonly services: Services;
  /** It is pending. */
  suspended(awaited: Awaited): void;
  /** One has answered or failed; @throws when that goes on and on. */
  settled(): void;
  /** It is worth polling. */
  woken(awaited: Awaited): void;
}

/** What a test puts in the place of this thread's clock, chance and event loop, as long as it drives the thread. */
export interface StandIn {
  /** Milliseconds, for those who ask no context. */
  now(): number;
  /** A whole number from 0 to `bound - 1`, for what is decided by chance. */
  below(bound: number): number;
  /** Undefined when the test leaves awaits to the host. */
  readonly awaits: Awaits | undefined;
}

/**
 * The stand-in that is in charge. Only what has no context to ask looks here: `await`, the function `now`, and
 * what is decided by chance. It costs
 * them one load; whatever is polled by an executor finds its clock in the context.
 */
export const standIn: { on: StandIn | undefined } = { on: undefined };
