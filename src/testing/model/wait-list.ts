import { ReveilleError } from '../../core/errors.js';
import { NOWHERE } from '../strategy/run.js';
import {
  BLOCKED,
  BLOCKED_FOR,
  CAUSE,
  type Control,
  fieldOf,
  IDLE,
  IDLE_FOR,
  MOST_WAITS,
  NEXT_ACCESS,
  NEXT_PLACE,
  READY,
  STATUS,
  WAIT_LIST,
  WAIT_WORDS,
  WAITERS,
} from './control.js';

/** The first word of an entry. */
const FREE = 0;
/** A thread that blocks in `wait`. */
const BLOCKING = 1;
/** A promise of `waitAsync`. */
const ASYNC = 2;
/** The same, after a notification that its thread has not taken up yet. */
const NOTIFIED = 3;

const THREAD = 1;
const PLACE = 2;
const NUMBER = 3;

const at = (entry: number): number => WAIT_LIST + entry * WAIT_WORDS;

/** All who wait on words of shared memory, of all threads: the first to wait is the first to be notified. */
export class WaitList {
  readonly #words: Int32Array;

  constructor(control: Control) {
    this.#words = control.words;
  }

  clear(): void {
    for (let entry = 0; entry < MOST_WAITS; entry += 1) this.#words[at(entry)] = FREE;
  }

  /** A new entry, at the end of the queue of `place`. */
  add(thread: number, place: number, async: boolean): number {
    const words = this.#words;
    for (let entry = 0; entry < MOST_WAITS; entry += 1) {
      if (words[at(entry)] !== FREE) continue;
      words[at(entry)] = async ? ASYNC : BLOCKING;
      words[at(entry) + THREAD] = thread;
      words[at(entry) + PLACE] = place;
      words[at(entry) + NUMBER] = words[WAITERS] as number;
      (words[WAITERS] as number) += 1;
      return entry;
    }
    throw new ReveilleError(`explore: more than ${MOST_WAITS} waits are outstanding at a time`);
  }

  /** Whether nobody has notified the entry. */
  waits(entry: number): boolean {
    const state = this.#words[at(entry)];
    return state === BLOCKING || state === ASYNC;
  }

  remove(entry: number): void {
    this.#words[at(entry)] = FREE;
  }

  /** Lets go on who waits at `place`, `count` at most, because of `step`; answers how many. */
  notify(place: number, count: number, step: number): number {
    let notified = 0;
    for (let entry = this.#oldest(place); notified < count && entry !== -1; entry = this.#oldest(place)) {
      this.#release(entry, step);
      notified += 1;
    }
    return notified;
  }

  /** The notified entry of `thread` that has waited for longest; -1 without one. */
  notified(thread: number): number {
    return this.#first((entry) => this.#words[at(entry)] === NOTIFIED && this.#words[at(entry) + THREAD] === thread);
  }

  #oldest(place: number): number {
    return this.#first((entry) => this.waits(entry) && this.#words[at(entry) + PLACE] === place);
  }

  #first(matches: (entry: number) => boolean): number {
    let found = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let entry = 0; entry < MOST_WAITS; entry += 1) {
      const number = this.#words[at(entry) + NUMBER] as number;
      if (number < least && matches(entry)) {
        found = entry;
        least = number;
      }
    }
    return found;
  }

  #release(entry: number, step: number): void {
    const words = this.#words;
    const thread = words[at(entry) + THREAD] as number;
    const status = words[fieldOf(thread, STATUS)];
    const async = words[at(entry)] === ASYNC;
    words[at(entry)] = async ? NOTIFIED : FREE;
    if (async ? status !== IDLE && status !== IDLE_FOR : status !== BLOCKED && status !== BLOCKED_FOR) return;
    words[fieldOf(thread, STATUS)] = READY;
    words[fieldOf(thread, CAUSE)] = step;
    words[fieldOf(thread, NEXT_PLACE)] = NOWHERE;
    words[fieldOf(thread, NEXT_ACCESS)] = 0;
  }
}
