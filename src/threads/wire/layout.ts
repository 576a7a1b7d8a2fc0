import { wordsForSeats } from '../../camp/seats.js';
import { HEADER_WORDS } from '../../core/shared-memory.js';

/**
 * The memory of a table of calls, in 32-bit words:
 *
 * ```text
 *   word   0 magic  1 version  2 seats  3 crew  4 watcher  5 workers  ...    seldom written: each call reads some of them
 *         16 idle  17 wanted  18 outside                            written by whoever has nothing to do, or waits
 *         32 done  33 failed  ...                                   counted
 *         48 seats                                                  of all threads that call, or answer
 *          . block 0 | block 1 | ...                                2064 words each
 *
 *   block  0 owner  1 seat                                          16 words: a cache line
 *         16 slot 0 | slot 1 | ... | slot 31                        64 words each
 *
 *   slot   0 state  1 cancel  2 aborted  3 link  4 kind  5 at  6 length  7 run  8 parcel  9 line
 *         10 payload: 216 bytes, of which the first 24 are in the state's cache line
 * ```
 *
 * A slot is a call from when it is made until its answer was read. A block of slots belongs to the thread that calls by
 * them, as in a camp; so giving out a slot costs no atomic operation, and what a dead thread had is what bears its word.
 */

/** How many places for threads there are. */
export const SEATS = HEADER_WORDS;
/** The seat of the thread that owns the workers, plus one. */
export const CREW = 3;
/** The seat of the thread that watches them, plus one. */
export const WATCHER = 4;
/** How many workers there are, the ones that are starting included. */
export const WORKERS = 5;
/** How many of them block in a call of this very table. */
export const BLOCKED = 7;
/** The most workers that are to be at work at the same time, and the fewest that stay when there is none. */
export const MOST = 8;
export const FEWEST = 9;
/** How long a cancelled call may run on, milliseconds; -1: as long as it likes. */
export const GRACE = 10;
/** A thread that is spared for what else runs there is looked at again after that time, but not sooner than this: milliseconds. */
export const AGAIN_MS = 50;
/** Not 0 once nothing may be called any more: 1 while what waits is done yet, 2 when nobody takes it any more. */
export const SHUT = 11;
export const ENDED = 2;
/** How many workers have loaded the module and take calls. */
export const READY = 12;
/** How often a worker was found dead that may not have told of answers, which are marked now. */
export const UNTOLDS = 13;
/** Not 0 when a worker could not go on with the queue of calls: its memory was overwritten, or a thread stopped in its midst. */
export const BROKEN = 14;

/** Not 0 while the watcher has told the crew something that it has not taken: it hears of it even if it blocks. */
export const NEWS = 15;

/** How many workers wait for work, as far as they say so: see {@link wish}. */
export const IDLE = 16;
/** Whether somebody asks the crew for a worker. */
export const WANTED = 17;
/** How many numbers of calls wait for room in a queue; too many for ever, if a thread dies that has some: see `outside.ts`. */
export const OUTSIDE = 18;

/** What was done so far: counters that wrap. */
export const DONE = 32;
export const FAILED = 33;
/** How many calls had to wait for room. */
export const WAITS = 34;
/** Time that workers spent on calls. */
export const BUSY_US = 35;
/** And time that they waited for some. Both in microseconds, and wrap. */
export const IDLE_US = 36;
/** How many calls have carried functions or signals: each has a number of its own. */
export const GIFTS = 37;
/** How many answers had arrays that came by a port: each has a number of its own. */
export const PARCELS = 38;

export const SEATS_AT = 48;

/** The row of seats in which a thread's answered calls stand, and the word of it that has the last one's number plus one. */
export const ANSWERED_ROW = 0;
export const ANSWERED_HEAD = 0;
/** How many numbers of calls that thread has that wait for room in a queue. */
export const OUTSIDE_HERE = 1;

export const BLOCK_BITS = 5;
export const BLOCK_SLOTS = 32;
const BLOCK_HEAD = 16;
export const SLOT_WORDS = 64;
export const BLOCK_WORDS = BLOCK_HEAD + BLOCK_SLOTS * SLOT_WORDS;
/** 262,144 calls under way at once, in 68 MB that are not there until they are needed. */
export const MAX_BLOCKS = 8192;

/**
 * The states of a slot; above these bits stands the seat of the worker that runs it, plus one; above that, whether its caller
 * watches the state, and which run it is.
 */
export const STATES = 7;
export const WORKER_SHIFT = 3;
export const WATCHED = 1 << 16;
export const RUN_SHIFT = 17;
/** State and worker, without the rest. */
export const LOW = WATCHED - 1;
/** The seat in a state word, plus one. */
export const workerIn = (state: number): number => (state & LOW) >> WORKER_SHIFT;
export const FREE = 0;
export const QUEUED = 1;
export const RUNNING = 2;
export const ANSWERED = 3;
/** It ran on after it was cancelled; its worker is about to be ended, and answers nobody any more. */
export const DOOMED = 4;
/** Asked of one certain thread by a worker: it stands among what that thread has to see to, and nobody else takes it. */
export const ASKED = 5;
/** It was answered, and its worker has died, perhaps before it could tell of the answer. */
export const UNTOLD = 6;
/** Whether there is an answer. */
export const isAnswered = (state: number): boolean => (state & STATES) === ANSWERED || (state & STATES) === UNTOLD;
/** Whether its caller, who watches it, need not go on: there is an answer, or whoever answered did not know that it is watched. */
export const isSeen = (state: number): boolean => (state & WATCHED) === 0 || isAnswered(state);

/** What the payload of an answered slot is; before that, the word has the mark of the function's name. */
export const VALUE = 0;
export const ERROR = 1;
/** The worker died; the payload says how. */
export const DIED = 2;
/** It was a stream, which has ended. */
export const STREAM_END = 3;

/** Bytes of a payload that stands in the slot itself. */
export const INLINE_BYTES = 216;

export const blocksAt = (seats: number): number => (SEATS_AT + wordsForSeats(seats) + 15) & ~15;
export const wordsForBlocks = (seats: number, blocks: number): number => blocksAt(seats) + blocks * BLOCK_WORDS;

/**
 * The row of seats that says what a worker does: whether it waits for work, whether it blocks, and its number among the crew's.
 * While that stands there nobody else gets the seat: what the dead one had is told by it.
 */
export const WORK_ROW = 1;
export const IS_IDLE = 0;
export const IS_BLOCKED = 1;
/** On what it does: a call of its own pool, or an answer of the thread whose call runs there. */
export const ON_CALL = 1;
export const ON_QUESTION = 2;
export const WORKER = 2;

/** Fields of a slot, counted from its first word. */
export const STATE = 0;
export const CANCEL = 1;
/** Which of the signals that the call carries were aborted: a bit each. */
export const ABORTED = 2;
export const LINK = 3;
export const KIND = 4;
export const AT = 5;
export const LENGTH = 6;
export const RUN = 7;
/** The number of what came by a port along with it; 0 when nothing did. */
export const PARCEL = 8;
/** In which queue its number was put, plus one; 0 while it waits for room there. */
export const LINE = 9;
export const PAYLOAD = 10;

/** Fields of a block, likewise. */
export const OWNER = 0;
export const OWNER_SEAT = 1;
export const FIRST_SLOT = BLOCK_HEAD;
