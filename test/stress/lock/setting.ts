import type { LockHandle } from 'reveille/lock';

/** What is drawn for an act with a lock. */
export interface LockPlan {
  /** How often each thread does it. */
  readonly count: number;
  /** How many permits, or how much room. */
  readonly size: number;
}

/** What a thread needs of it. */
export interface LockSetting<H extends LockHandle = LockHandle> extends LockPlan {
  /** The lock; of those that belong together, all. */
  readonly locks: readonly H[];
  /** See {@link Tally}. */
  readonly tally: SharedArrayBuffer;
}
