import { compareExchange, load, store } from '../../platform/index.js';
import { pushAnswered, pushFor } from './answers.js';
import {
  ABORTED,
  ANSWERED,
  ASKED,
  CANCEL,
  DOOMED,
  FREE,
  isAnswered,
  LOW,
  QUEUED,
  RUN,
  RUN_SHIFT,
  RUNNING,
  STATE,
  STATES,
  UNTOLD,
  WATCHED,
  WORKER_SHIFT,
} from './layout.js';
import type { CallTable } from './table.js';

/** The steps of a call, from one state of its slot to the next. Each answers whether this thread was the one to make it. */

/** Its caller has written the arguments. Each call in a slot bears another run, so that none is taken for an earlier one. */
export function queueCall(table: CallTable, slot: number): void {
  const { words } = table;
  const at = table.slotAt(slot);
  const run = ((words[at + RUN] as number) + 1) | 0;
  words[at + RUN] = run;
  words[at + CANCEL] = 0;
  words[at + ABORTED] = 0;
  // SYNC: all that was written before is there for whoever takes the call.
  store(words, at + STATE, (run << RUN_SHIFT) | QUEUED);
}

/** A worker takes it. The number of a slot is a hint: its call may have been dropped, or taken by another one. */
export function claimCall(table: CallTable, slot: number, seat: number): boolean {
  // Of all who know the number, one gets the call; pairs with the drop in dropCall.
  return change(table, slot, STATES, QUEUED, LOW, runningIn(seat)) !== OTHER;
}

/** Its worker has written the answer. Fails when the call is doomed, and that thread with it. */
export function answerCall(table: CallTable, slot: number, seat: number): boolean {
  const state = change(table, slot, LOW, runningIn(seat), STATES, ANSWERED);
  if (state === OTHER) return false;
  if ((state & WATCHED) === 0) pushAnswered(table, slot);
  return true;
}

/** Its worker leaves it to others. */
export const handBackCall = (table: CallTable, slot: number, seat: number): boolean =>
  change(table, slot, LOW, runningIn(seat), LOW, QUEUED) !== OTHER;

/** The low bits of a call that the worker in that seat runs. */
const runningIn = (seat: number): number => ((seat + 1) << WORKER_SHIFT) | RUNNING;

/** What {@link change} answers when it has changed nothing: no call that it is asked to change is like that. */
const OTHER = FREE;

/**
 * Puts `set` in the place of the bits `clear` of a state whose bits `mask` are `is`; answers the state before. Tries again as long as these
 * are what they were: its caller has begun to watch it since, or does not any more.
 */
function change(table: CallTable, slot: number, mask: number, is: number, clear: number, set: number): number {
  const { words } = table;
  const at = table.slotAt(slot) + STATE;
  for (let state = load(words, at); (state & mask) === is; ) {
    // SYNC: one of all who would makes the step; and it publishes what this thread has written into the slot.
    const seen = compareExchange(words, at, state, (state & ~clear) | set);
    if (seen === state) return state;
    state = seen;
  }
  return OTHER;
}

/**
 * Its caller is about to look at the state again and again: whoever answers need tell nobody then, which takes three cache lines and
 * as many atomic steps as all the rest. Fails when there is nothing to wait for. (Or when a worker hands it back just now: then the caller
 * is told, as of any other.)
 */
export function watchCall(table: CallTable, slot: number): boolean {
  // Against the worker's steps: whoever answers sees the mark, or has answered before it.
  return (
    change(table, slot, STATES, QUEUED, 0, WATCHED) !== OTHER ||
    change(table, slot, STATES, RUNNING, 0, WATCHED) !== OTHER
  );
}

/** Its caller looks no more. Answers false when it has been answered, of which nobody tells. */
export function unwatchCall(table: CallTable, slot: number): boolean {
  const at = table.slotAt(slot) + STATE;
  for (let state = load(table.words, at); (state & WATCHED) !== 0; ) {
    if (isAnswered(state)) return false;
    // SYNC: as in watchCall.
    const seen = compareExchange(table.words, at, state, state & ~WATCHED);
    if (seen === state) return true;
    state = seen;
  }
  return true;
}

/** Its caller makes no call of it after all; fails when a worker has taken it. */
export function unqueueCall(table: CallTable, slot: number): boolean {
  const at = table.slotAt(slot) + STATE;
  const state = load(table.words, at);
  if ((state & STATES) === FREE) return true; // it was not queued yet
  return (state & STATES) === QUEUED && compareExchange(table.words, at, state, FREE) === state;
}

/** Its caller wants no answer. True: it never begins, and the slot is free; else its worker sees the mark. */
export function dropCall(table: CallTable, slot: number): boolean {
  const { words } = table;
  const at = table.slotAt(slot);
  const state = load(words, at + STATE);
  // SYNC: pairs with claimCall: either the call never begins, or its worker sees the mark.
  if ((state & STATES) === QUEUED && compareExchange(words, at + STATE, state, FREE) === state) return true;
  store(words, at + CANCEL, 1);
  if ((state & WATCHED) !== 0) unwatchCall(table, slot); // a dead caller's: its heir is told of the end
  return false;
}

/** It ran on after its time was up, in that very {@link runOf}. From now on its worker answers nobody. */
export function doomCall(table: CallTable, slot: number, run: number): boolean {
  // Fails when it has answered meanwhile, for then the state is another one, and so is that of a later run.
  return change(table, slot, ~WATCHED, run, STATES, DOOMED) !== OTHER;
}

/** A state, whether or not its caller watches it. */
export const runOf = (state: number): number => state & ~WATCHED;

/** Asks something of the thread in that seat, which finds it where it finds its answers; written as in {@link queueCall}. */
export function askThread(table: CallTable, slot: number, seat: number): void {
  const { words } = table;
  const at = table.slotAt(slot);
  words[at + CANCEL] = 0;
  store(words, at + STATE, ((seat + 1) << WORKER_SHIFT) | ASKED);
  pushFor(table, slot, seat);
}

/** Whoever was asked has written the answer. Fails when whoever asked has taken it that this thread is dead. */
export function answerAsked(table: CallTable, slot: number): boolean {
  const at = table.slotAt(slot) + STATE;
  const state = load(table.words, at);
  if ((state & STATES) !== ASKED) return false;
  // SYNC: publishes the answer; against unaskThread.
  if (compareExchange(table.words, at, state, (state & ~STATES) | ANSWERED) !== state) return false;
  pushAnswered(table, slot);
  return true;
}

/** The thread that was asked has died. Fails when it has answered before. */
export function unaskThread(table: CallTable, slot: number): boolean {
  const at = table.slotAt(slot) + STATE;
  const state = load(table.words, at);
  return (state & STATES) === ASKED && compareExchange(table.words, at, state, FREE) === state;
}

/** Its worker has died, perhaps before it could tell of the answer. Fails when whoever waited for it has it. */
export function markUntold(table: CallTable, slot: number, state: number): boolean {
  // SYNC: fails when the slot is free by now, or bears another call: that is another run.
  return compareExchange(table.words, table.slotAt(slot) + STATE, state, (state & ~STATES) | UNTOLD) === state;
}

/** Answers in the place of a worker that has died; the payload is written. */
export function failCall(table: CallTable, slot: number): void {
  store(table.words, table.slotAt(slot) + STATE, ANSWERED);
  pushAnswered(table, slot);
}
