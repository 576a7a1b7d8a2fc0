import type { Run } from '../strategy/run.js';
import { type Control, CUT, logOf, STEPS, VERDICT } from './control.js';

/** The log of the present run, as strategies see it; valid until the next run begins. */
export class Log implements Run {
  readonly #words: Int32Array;

  constructor(control: Control) {
    this.#words = control.words;
  }

  get length(): number {
    return this.#words[STEPS] as number;
  }

  get cut(): boolean {
    return this.#words[VERDICT] === CUT;
  }

  thread(step: number): number {
    return this.#at(step, 0) & 0xff;
  }

  enabled(step: number): number {
    return (this.#at(step, 0) >> 8) & 0xff;
  }

  timed(step: number): number {
    return (this.#at(step, 0) >> 16) & 0xff;
  }

  held(step: number): number {
    return this.#at(step, 0) >>> 24;
  }

  place(step: number): number {
    return this.#at(step, 1);
  }

  access(step: number): number {
    return this.#at(step, 2);
  }

  cause(step: number): number {
    return this.#at(step, 3);
  }

  #at(step: number, word: number): number {
    return this.#words[logOf(step) + word] as number;
  }
}
