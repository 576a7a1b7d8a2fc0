import { ReveilleError } from '../../core/errors.js';
import type { Control } from './control.js';

/** Words of an entry: the run that it belongs to, the place, its stamp, who watches it. */
export const STAMP_WORDS = 4;
const PLACE = 1;
const STAMP = 2;
const WATCHERS = 3;

/** How many entries runs of so many steps need: a step may touch two places, each an entry at most. */
export function stampsFor(maxSteps: number): number {
  return 2 ** Math.ceil(Math.log2(2 * maxSteps));
}

/**
 * When each word was changed for the last time in the present run, and which threads that are held watch it: a hash table
 * with linear probing in the control memory. Entries of earlier runs count as empty, so that nothing is cleared between
 * runs; none is taken out during a run.
 */
export class Stamps {
  readonly #words: Int32Array;
  readonly #mask: number;
  #run = 0;

  constructor(control: Control) {
    this.#words = control.stamps;
    this.#mask = this.#words.length / STAMP_WORDS - 1;
  }

  /** Run `run` begins: nothing has been changed in it. */
  reset(run: number): void {
    this.#run = run;
  }

  /** What was said when a place was changed for the last time; 0 if it was not. */
  of(place: number): number {
    const at = this.#find(place);
    return this.#words[at] === this.#run ? (this.#words[at + STAMP] as number) : 0;
  }

  /** A place has changed. Answers who watched it, as a mask; they do no longer. */
  change(place: number, stamp: number): number {
    const at = this.#add(place);
    const watchers = this.#words[at + WATCHERS] as number;
    this.#words[at + STAMP] = stamp;
    this.#words[at + WATCHERS] = 0;
    return watchers;
  }

  watch(place: number, thread: number): void {
    const at = this.#add(place) + WATCHERS;
    this.#words[at] = (this.#words[at] as number) | (1 << thread);
  }

  unwatch(place: number, thread: number): void {
    const at = this.#add(place) + WATCHERS;
    this.#words[at] = (this.#words[at] as number) & ~(1 << thread);
  }

  #add(place: number): number {
    const words = this.#words;
    const at = this.#find(place);
    if (words[at] === this.#run) return at;
    words[at] = this.#run;
    words[at + PLACE] = place;
    words[at + STAMP] = 0;
    words[at + WATCHERS] = 0;
    return at;
  }

  /** Where the entry of a place is, or would be. */
  #find(place: number): number {
    const words = this.#words;
    const mask = this.#mask;
    const home = Math.imul(place, 0x9e3779b1) >>> 8; // the golden ratio's bits: neighbours are spread (D. Knuth)
    for (let i = 0; i <= mask; i += 1) {
      const at = ((home + i) & mask) * STAMP_WORDS;
      if (words[at] !== this.#run || words[at + PLACE] === place) return at;
    }
    throw new ReveilleError('explore: a run changed more words than it has steps');
  }
}
