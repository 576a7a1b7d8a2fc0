import { Prng } from '../strategy/prng.js';
import type { Memory } from './memory.js';

/**
 * Where the code of a checked thread is. `outside`: between runs, when modules load and, for what is left of a run's
 * promises, after its end. `answering`: in getters of what the thread returned, when it is through. `judging`: in what
 * looks at shared memory without being part of the run.
 */
export type Mode = 'outside' | 'setting up' | 'running' | 'answering' | 'judging';

/** What surrounds the code of a checked thread, and differs by when it runs. */
export class World {
  mode: Mode = 'outside';
  /** Whose set-up makes shared memory now. */
  making: Memory;
  /** What `Math.random` draws from while the thread runs. */
  chance = new Prng(1);
  /** Where steps are put into words. */
  readonly note: (step: number, text: string) => void;
  /** Ends the exploration, see `MainLine`. */
  readonly refuse: (what: string) => never;

  constructor(making: Memory, note: (step: number, text: string) => void, refuse: (what: string) => never) {
    this.making = making;
    this.note = note;
    this.refuse = refuse;
  }

  /** Whether the code belongs to a run, or to what is to be the same for every run. */
  get isInside(): boolean {
    return this.mode === 'running' || this.mode === 'setting up';
  }

  /** Runs what looks at shared memory without being part of the run. */
  judge<T>(look: () => T): T {
    const { mode } = this;
    this.mode = 'judging';
    try {
      return look();
    } finally {
      this.mode = mode;
    }
  }
}
