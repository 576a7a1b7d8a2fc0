import { WIDE } from '../strategy/run.js';
import type { Stamps } from './stamps.js';

/** What a thread knows of a word that it has touched since it last learnt something new. */
interface Known {
  /** The word's stamp then. */
  stamp: number;
  /** How often it has looked there in vain since it last changed something itself. */
  looks: number;
}

/**
 * When a thread has looked at a word, or waited to the end of a time limit, in vain so often that once more would be
 * spinning. Then it is held, until one of the words that it knows changes.
 *
 * This depends on what the thread has seen and done itself, and on changes of words that it has seen: on nothing that could
 * come earlier or later without making a difference to the thread. To begin anew whenever *any* word changes is simpler, but
 * then the order of steps that have nothing to do with each other decides how often a thread may look, and DPOR, which
 * tries one such order, misses the others.
 */
export class Patience {
  readonly #stamps: Stamps;
  readonly #thread: number;
  readonly #limit: number;
  readonly #known = new Map<number, Known>();
  /** How many time limits have ended since it last learnt something new. */
  #timeOuts = 0;

  constructor(stamps: Stamps, thread: number, limit: number) {
    this.#stamps = stamps;
    this.#thread = thread;
    this.#limit = limit;
  }

  reset(): void {
    this.learn();
  }

  /** Whether one more look, a step of this place and access, would be one too many. */
  tiresOf(place: number, access: number): boolean {
    const known = this.#known.get(place);
    if (known === undefined || known.looks < this.#limit || this.#isNew(place, known)) return false;
    if ((access & WIDE) !== 0 && !this.tiresOf(place + 1, 0)) return false;
    return known.looks >= this.#most();
  }

  get tiresOfWaiting(): boolean {
    return this.#timeOuts >= this.#limit && this.#timeOuts >= this.#most();
  }

  /** The thread is about to touch a place: it sees whether somebody else has changed it. */
  see(place: number, access: number): void {
    const isWide = (access & WIDE) !== 0;
    if (this.#hasChanged(place) || (isWide && this.#hasChanged(place + 1))) this.learn();
    this.#keep(place);
    if (isWide) this.#keep(place + 1);
  }

  /** It has touched a place, and changed nothing. */
  lookInVain(place: number, access: number): void {
    const most = this.#most();
    this.#count(place, most);
    if ((access & WIDE) !== 0) this.#count(place + 1, most);
  }

  /** A time limit has ended. */
  waitInVain(): void {
    this.#timeOuts = Math.min(this.#timeOuts + 1, this.#most());
  }

  /** It has changed a place, which has this stamp now. */
  change(place: number, access: number, stamp: number): void {
    for (const known of this.#known.values()) known.looks = 0;
    this.#known.set(place, { stamp, looks: 0 });
    if ((access & WIDE) !== 0) this.#known.set(place + 1, { stamp, looks: 0 });
  }

  /** Something that another thread did has reached it. */
  learn(): void {
    this.#known.clear();
    this.#timeOuts = 0;
  }

  /** Has the thread let go when a word that it knows changes; those that have changed already had their share. */
  watch(): void {
    for (const [place, known] of this.#known) if (!this.#isNew(place, known)) this.#stamps.watch(place, this.#thread);
  }

  unwatch(): void {
    for (const place of this.#known.keys()) this.#stamps.unwatch(place, this.#thread);
  }

  /** Each known word that has changed is worth another few looks: it may be the one that the thread waits for. */
  #most(): number {
    let most = this.#limit;
    for (const [place, known] of this.#known) if (this.#isNew(place, known)) most += this.#limit;
    return most;
  }

  #hasChanged(place: number): boolean {
    const known = this.#known.get(place);
    return known !== undefined && this.#isNew(place, known);
  }

  #isNew(place: number, known: Known): boolean {
    return this.#stamps.of(place) !== known.stamp;
  }

  #keep(place: number): void {
    const known = this.#known.get(place);
    if (known === undefined) this.#known.set(place, { stamp: this.#stamps.of(place), looks: 0 });
  }

  #count(place: number, most: number): void {
    const known = this.#known.get(place) as Known;
    known.looks = Math.min(known.looks + 1, most);
  }
}
