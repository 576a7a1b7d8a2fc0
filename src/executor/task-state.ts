/**
 * The state bits of a task. One small integer on the home plane: no other thread ever touches it, so a wake is a test,
 * an assignment and a link in a list.
 *
 * ```text
 *   spawn --> QUEUED --poll--> RUNNING --pending--> (none) --wake--> QUEUED ...
 *                                 |  \--wake during the poll--> RUNNING|QUEUED --pending--> QUEUED
 *                                 +--answered--> DONE      +--failed--> DONE|FAILED
 *   abort: any but DONE --> CANCELLING: the future was dropped; what still runs are its clean-ups --> DONE|CANCELLED
 * ```
 */

/** Stands in the ready list. Set by a wake, cleared when the poll begins: a wake during the poll queues it again. */
export const QUEUED = 1;
/** Its future's `poll` is on the native stack. Excludes dropping the future. */
export const RUNNING = 2;
/** Was aborted while RUNNING: the future is dropped as soon as its poll returns. */
export const ABORTED = 4;
/** The future was dropped; the task now drives its clean-ups. */
export const CANCELLING = 8;
/** Over. Final; excludes all others. A wake does nothing from now on. */
export const DONE = 16;
/** With DONE: it ended with an error of its own, or one of its clean-ups did. */
export const FAILED = 32;
/** With DONE: it was aborted, and cleaned up. */
export const CANCELLED = 64;
/** Waits for what other threads do, as its latest poll said: see `Waker.expectOthers`. Cleared when the next one begins. */
export const EXPECTING = 128;
