import { EVERYWHERE, NOWHERE } from '../strategy/run.js';
import {
  CAUSE,
  type Control,
  ENTRIES,
  fieldOf,
  IDLE,
  IDLE_FOR,
  MOST_WAITS,
  NEXT_ACCESS,
  NEXT_PLACE,
  READY,
  SEVERAL,
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

/** No entry. */
const NONE = -1;

const THREAD = 1;
const PLACE = 2;
/** Since when it waits, or is notified: what is smaller came first. */
const NUMBER = 3;
/** The step that notified it. */
const NOTIFIED_BY = 4;

const at = (entry: number): number => WAIT_LIST + entry * WAIT_WORDS;

/** All who wait on words of shared memory, of all threads: the first to wait is the first to be notified. */
export class WaitList {
  readonly #words: Int32Array;

  constructor(control: Control) {
    this.#words = control.words;
  }

  clear(): void {
    this.#words[ENTRIES] = 0;
  }

  /** A new entry, at the end of the queue of `place`; -1 if there is no room for one. */
  add(thread: number, place: number, async: boolean): number {
    const words = this.#words;
    const entry = this.#free();
    if (entry === NONE) return NONE;
    if (async && this.#waitsElsewhere(thread, place)) words[SEVERAL] = 1;
    words[at(entry)] = async ? ASYNC : BLOCKING;
    words[at(entry) + THREAD] = thread;
    words[at(entry) + PLACE] = place;
    this.#number(entry);
    return entry;
  }

  remove(entry: number): void {
    this.#words[at(entry)] = FREE;
  }

  /** Takes out all of a thread's. */
  forget(thread: number): void {
    for (let entry = 0; entry < (this.#words[ENTRIES] as number); entry += 1) {
      if (this.#words[at(entry) + THREAD] === thread) this.remove(entry);
    }
  }

  /** Lets go on who waits at `place`, `count` at most, because of `step`; answers how many, and puts who into `woken`. */
  notify(place: number, count: number, step: number, woken?: number[]): number {
    let notified = 0;
    for (let entry = this.#oldest(place); notified < count && entry !== -1; entry = this.#oldest(place)) {
      woken?.push(this.#words[at(entry) + THREAD] as number);
      this.#release(entry, step);
      notified += 1;
    }
    return notified;
  }

  /** The notified promise of `thread` that was notified first; -1 without one. */
  notified(thread: number): number {
    return this.#first((state, entry) => state === NOTIFIED && this.#words[at(entry) + THREAD] === thread);
  }

  /** The step that notified an entry; -1 if it was none. */
  notifiedBy(entry: number): number {
    return this.#words[at(entry) + NOTIFIED_BY] as number;
  }

  /** Where `thread` waits with promises: {@link EVERYWHERE} if it is more than one place. */
  placeOf(thread: number): number {
    const words = this.#words;
    let place = NOWHERE;
    for (let entry = 0; entry < (words[ENTRIES] as number); entry += 1) {
      if (words[at(entry)] !== ASYNC || words[at(entry) + THREAD] !== thread) continue;
      const here = words[at(entry) + PLACE] as number;
      place = place === NOWHERE || place === here ? here : EVERYWHERE;
    }
    return place;
  }

  /** Whether a promise of `thread` on another word is not taken up yet. */
  #waitsElsewhere(thread: number, place: number): boolean {
    const words = this.#words;
    const found = this.#first(
      (state, entry) =>
        (state === ASYNC || state === NOTIFIED) &&
        words[at(entry) + THREAD] === thread &&
        words[at(entry) + PLACE] !== place,
    );
    return found !== NONE;
  }

  #oldest(place: number): number {
    const words = this.#words;
    return this.#first((state, entry) => (state === BLOCKING || state === ASYNC) && words[at(entry) + PLACE] === place);
  }

  #first(matches: (state: number, entry: number) => boolean): number {
    const words = this.#words;
    let found = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let entry = 0; entry < (words[ENTRIES] as number); entry += 1) {
      const number = words[at(entry) + NUMBER] as number;
      if (number < least && matches(words[at(entry)] as number, entry)) {
        found = entry;
        least = number;
      }
    }
    return found;
  }

  #free(): number {
    const words = this.#words;
    const entries = words[ENTRIES] as number;
    for (let entry = 0; entry < entries; entry += 1) if (words[at(entry)] === FREE) return entry;
    if (entries === MOST_WAITS) return NONE;
    words[ENTRIES] = entries + 1;
    return entries;
  }

  #number(entry: number): void {
    this.#words[at(entry) + NUMBER] = this.#words[WAITERS] as number;
    (this.#words[WAITERS] as number) += 1;
  }

  #release(entry: number, step: number): void {
    const words = this.#words;
    const thread = words[at(entry) + THREAD] as number;
    const status = words[fieldOf(thread, STATUS)];
    if (words[at(entry)] === ASYNC) {
      words[at(entry)] = NOTIFIED;
      words[at(entry) + NOTIFIED_BY] = step;
      this.#number(entry);
      if (status !== IDLE && status !== IDLE_FOR) return;
    } else this.remove(entry);
    words[fieldOf(thread, STATUS)] = READY;
    words[fieldOf(thread, CAUSE)] = step;
    words[fieldOf(thread, NEXT_PLACE)] = NOWHERE;
    words[fieldOf(thread, NEXT_ACCESS)] = 0;
  }
}
