import { MOST_THREADS } from '../strategy/plan.js';
import { STAMP_WORDS, stampsFor } from './stamps.js';

/**
 * The memory that the checked threads and the controller share. Only the thread that has the turn reads and writes it,
 * with plain accesses: handing over the turn orders them. (What main reads for progress, it reads as it comes.)
 */

/** What is going on; see {@link PHASE}'s values below. */
export const PHASE = 0;
/** How many runs were begun. */
export const RUNS = 1;
/** How many steps the present run has made. */
export const STEPS = 2;
/** Whose time limit could end, had a word changed that they know; as the one who chose saw it. */
export const HELD_WAITS = 3;
/** Who made the last step; -1 before the first. */
export const LAST = 4;
/** How many steps in a row. */
export const IN_A_ROW = 5;
/** The present plan: see `Plan`. Its orders stand at {@link ORDERS}. */
export const PLAN_LENGTH = 6;
export const PLAN_REST = 7;
export const PLAN_SLEEP = 8;
/** What ended the run early; see {@link VERDICT}'s values below. */
export const VERDICT = 9;
/** Whom the verdict is about; -1 if nobody. */
export const VERDICT_THREAD = 10;
/** Numbers those who begin to wait: first in, first out. */
export const WAITERS = 11;
/** Set by main: end after this run. */
export const STOP = 12;
/** Whether each step is written down in words, for a trace. */
export const DETAILED = 13;
/** Who could make the next step, as the one who chose saw it. */
export const ENABLED = 14;
export const TIMED_OUT = 15;
/** Who was held first, in any run, because it read the same again and again: its number + 1; 0 if nobody. */
export const HELD_FIRST = 16;
/** Whether the run was given up because of its number of steps. */
export const STEP_LIMIT = 17;

/** Numbers the beginnings and ends of recorded operations, over all threads. */
export const EVENTS = 18;
/** How many entries of {@link WAIT_LIST} were used in this run. */
export const ENTRIES = 19;
/** Who has the turn, or was chosen to get it. */
export const CHOSEN = 20;
/** Whether a thread has waited with several promises at a time, on different words, in any run. */
export const SEVERAL = 21;
/** Whether notifications therefore count as steps whose order matters, on whatever words they are; see `NOTICES`. */
export const IN_ORDER = 22;
/** Where {@link HELD_FIRST} was to look, or to wait. */
export const HELD_AT = 23;

/** {@link PHASE}: between runs. */
export const BETWEEN = 0;
/** Threads set up, one after the other. */
export const SETTING_UP = 1;
/** Every atomic operation is a step. */
export const RUNNING = 2;
/** Something ended the run: each thread is unwound in turn. */
export const UNWINDING = 3;
/** All threads are through. */
export const OVER = 4;
/** Exploration has ended. */
export const QUIT = 5;

/** {@link VERDICT}: nothing wrong. */
export const FINE = 0;
/** Threads are left, and none of them can go on. */
export const DEADLOCK = 1;
/** All that is left spins, or the step limit is reached. */
export const LIVELOCK = 2;
/** A thread threw. */
export const THREW = 3;
/** What must always hold did not. */
export const BROKEN = 4;
/** All that could go was asleep: see `Plan.sleep`. */
export const CUT = 5;

/** Words of a thread, a cache line. */
const OF_THREAD = 32;
const THREAD_WORDS = 16;
/** Where a field of a thread stands. */
export const fieldOf = (thread: number, field: number): number => OF_THREAD + thread * THREAD_WORDS + field;

/** The turn: see `Turn`. */
export const GO = 0;
/** What the thread does; see below. */
export const STATUS = 1;
/** What its next step will do, as far as it is known; {@link UNKNOWN} otherwise. */
export const NEXT_PLACE = 2;
export const NEXT_ACCESS = 3;
/** The step that let it go on; -1 if none. */
export const CAUSE = 4;
/** 1 if it is held: see `Patience`. */
export const IS_HELD = 5;
/** How many looks it has taken since nobody else could go. */
export const LOOKS = 6;
/** How many characters of its answer stand in its part of {@link answersOf}. */
export const ANSWER = 7;
/** Changes when what it shares with the others does. */
export const SHARED_VERSION = 8;
/** {@link STATUS} when the run was given up. */
export const STOOD_AT = 9;

/** {@link STATUS}: can make its next step. */
export const READY = 0;
/** Waits, and nobody has let it go on yet. */
export const BLOCKED = 1;
/** The same, with a time limit. */
export const BLOCKED_FOR = 2;
/** Reads the same again and again: can go on once something that it knows has changed. */
export const HELD = 3;
/** Is through. */
export const DONE = 4;
/** Asynchronous, and its event loop has nothing to do until another thread or a time limit gives it something. */
export const IDLE = 5;
/** The same, with a timer or a time limit. */
export const IDLE_FOR = 6;

/** {@link NEXT_ACCESS} of a thread that has not begun. */
export const UNKNOWN = -1;

/** Those who wait on words; see `WaitList`. */
export const WAIT_LIST = OF_THREAD + MOST_THREADS * THREAD_WORDS;
export const WAIT_WORDS = 5;
export const MOST_WAITS = 64;

/** The log: four words a step. */
const LOG = WAIT_LIST + MOST_WAITS * WAIT_WORDS;
export const LOG_WORDS = 4;
/** Where step `step` stands. */
export const logOf = (step: number): number => LOG + step * LOG_WORDS;

/** Bytes for the answer of a thread: 16 bits a character. */
export const ANSWER_CHARS = 1 << 15;

/** A view of the control memory, cut into its parts. */
export interface Control {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly orders: Uint8Array;
  /** Where each thread leaves its answer, 16 bits a character. */
  readonly answers: readonly Buffer[];
  /** See `Stamps`. */
  readonly stamps: Int32Array;
  readonly maxSteps: number;
}

const answersAt = (maxSteps: number): number => logOf(maxSteps) * 4;
const stampsAt = (maxSteps: number): number => answersAt(maxSteps) + MOST_THREADS * ANSWER_CHARS * 2;
const ordersAt = (maxSteps: number): number => stampsAt(maxSteps) + stampsFor(maxSteps) * STAMP_WORDS * 4;

/** New control memory for runs of at most `maxSteps` steps. */
export function newControl(maxSteps: number): SharedArrayBuffer {
  return new SharedArrayBuffer(ordersAt(maxSteps) + maxSteps);
}

export function controlOf(buffer: SharedArrayBuffer, maxSteps: number): Control {
  const at = answersAt(maxSteps);
  return {
    buffer,
    maxSteps,
    words: new Int32Array(buffer, 0, logOf(maxSteps)),
    stamps: new Int32Array(buffer, stampsAt(maxSteps), stampsFor(maxSteps) * STAMP_WORDS),
    orders: new Uint8Array(buffer, ordersAt(maxSteps), maxSteps),
    answers: Array.from({ length: MOST_THREADS }, (_, thread) =>
      Buffer.from(buffer, at + thread * ANSWER_CHARS * 2, ANSWER_CHARS * 2),
    ),
  };
}
