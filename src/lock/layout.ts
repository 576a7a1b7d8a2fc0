import { COUNT, TRANSIT } from '../camp/headcount.js';
import { wordsForSeats } from '../camp/seats.js';
import { HEADER_WORDS } from '../core/shared-memory.js';

/**
 * The memory of a lock, in 32-bit words. All locks have the same layout; what the words of the second line mean is said
 * where the lock is.
 *
 * ```text
 *   word  0 magic  1 version  2 seats  3 size                                written once
 *        16 state  17 poison  18 total                                       a cache line
 *        32 seats; rows 0 and 1 are of threads that wait                     see camp/seats.ts
 *           bytes of the user's, of a mutex or a reader-writer lock; a number for each seat, of a semaphore
 * ```
 *
 * Whatever a thread has of a lock is its name in `state`, or a count in row 2 of its seat: so it is known of each part whose it is,
 * and what a thread had that has died is nobody's.
 */

/** How many threads have a place. */
export const SEATS = HEADER_WORDS;
/** What the lock was made with: the threads that a barrier waits for. */
export const SIZE = HEADER_WORDS + 1;
/** Who has it: a thread's word (see camp/fellow-word.ts), 0 for nobody; or a count; the notifications that are there; the last grant. */
export const STATE = 16;
/** Whether a thread died, or failed, while it had it. */
export const POISON = 17;
/** Permits, of a semaphore; the thread that writes, of a reader-writer lock; how often all were notified. */
export const TOTAL = 18;
export const SEATS_AT = 32;

/** Those who wait for the lock. */
export const ROW = 0;
/** The writer that waits for readers to be gone. */
export const DRAIN_ROW = 1;
/** Not waiting: what each thread has. */
export const HELD_ROW = 2;
/** The field of that row: how many permits, readers, members, or waits for notifications. */
export const HELD = COUNT;
/** The field of that row: how many members are on their way to another thread. */
export { TRANSIT };
/** The field of that row: how many permits, by turns with {@link HELD}; see `grants.ts`. */
export const OTHER = 3;

export const wordsFor = (seats: number): number => SEATS_AT + wordsForSeats(seats);
