import { wordsForSeats } from '../../camp/seats.js';
import { HEADER_WORDS } from '../../core/shared-memory.js';

/**
 * The memory of a channel between threads, beside that of its queue, in 32-bit words:
 *
 * ```text
 *   word  0 magic  1 version  2 capacity  3 seats                            written once
 *        16 closed  17 moves                                                 written when ends come and go
 *        32 seats; row 0 is that of senders, row 1 that of receivers,        see camp/seats.ts
 *           row 2 says which threads push
 * ```
 */
/** How many values fit; 0: it is a rendezvous; {@link UNBOUNDED}. */
export const CAPACITY = HEADER_WORDS;
export const UNBOUNDED = -1;
export const SEATS = HEADER_WORDS + 1;
export const CLOSED = 16;
export const MOVES = 17;
export const SEATS_AT = 32;

export const SENDERS = 0;
export const RECEIVERS = 1;
/** In its first field: whether the thread is in the midst of a push, perhaps. */
export const PUSHING = 2;

export const wordsFor = (seats: number): number => SEATS_AT + wordsForSeats(seats);
