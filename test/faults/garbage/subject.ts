import type { Chance } from './chance.js';

/** One operation on what was overwritten. All that can wait is given {@link LIMIT}. */
export type Step = (chance: Chance) => unknown;

/** A structure as one thread has it. */
export interface Used {
  readonly steps: Readonly<Record<string, Step>>;
  /** It is dropped, too. */
  drop(): void;
}

/** Something that stands in shared memory, and is used while a rogue writes into it. */
export interface Subject<H = unknown> {
  /** Makes one, on the first thread. */
  open(chance: Chance): Opened<H>;
  /** The same on another thread; where it can be used by one only, it is left out. */
  attach?(handle: H): Used;
  /** It is about the threads themselves: they begin and end with it. */
  readonly isLast?: boolean;
}

export interface Opened<H> extends Used {
  /** Plain data, for the other thread. */
  readonly handle: H;
  /** All of it. */
  readonly memory: readonly SharedArrayBuffer[];
}

/** Milliseconds that an operation may wait. */
export const LIMIT = { timeout: 4 };

/** A subject of which no one need know what its handle is. */
export function subject<H>(made: Subject<H>): Subject {
  return made as unknown as Subject;
}
