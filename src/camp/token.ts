/**
 * The state word of whatever sleeps, and all there is to know about it.
 *
 * ```text
 *            unpark                    unpark: notify
 *   EMPTY ------------> NOTIFIED <------------------- PARKED
 *     ^                    |                            ^ |
 *     +---- park: taken ---+                            | |
 *     +---- time limit passed --------------------------|-+
 *     +---- park: nothing there, sleep -----------------+
 * ```
 *
 * After the token of Rust's std (`sys/sync/thread_parking/futex.rs`): at most one token, so unparking twice is unparking
 * once, and one that comes before the park is not lost.
 */

/** No token, nobody sleeps. */
export const EMPTY = 0;
/** The owner sleeps, or is about to. Set by the owner alone; excludes a token. */
export const PARKED = -1;
/** A token is there; the next park takes it and returns at once. */
export const NOTIFIED = 1;
