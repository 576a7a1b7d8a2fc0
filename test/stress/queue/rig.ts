import type { Operation } from '../operations.js';

/** At most so many items at once. */
export const BATCH = 16;

/** What is done to a queue, whatever it carries: items go in and come out by their numbers. */
export interface Rig {
  readonly pushes: readonly Operation[];
  readonly pops: readonly Operation[];
  /** Pushes one item or up to `count`, and answers how many went in; those that it pushed out it gives to `evicted`. */
  push(way: Operation, item: number, count: number, evicted: (item: number) => void): number | Promise<number>;
  /** Pops some items; none when there is nothing. */
  pop(way: Operation): readonly number[];
}

/** What a thread needs of a queue. */
export interface QueueHandle {
  readonly role: 'producer' | 'consumer';
  readonly make: QueueKind;
  readonly items: 'i32' | 'f64' | 'i64';
  readonly memory: SharedArrayBuffer;
  /** How many items a producer pushes. */
  readonly count: number;
  /** How many threads there are beside the main one. */
  readonly threads: number;
  readonly ledger: SharedArrayBuffer;
  /** Whether a thread may be ended in the midst of a step, which is an error for others. */
  readonly mayBreak: boolean;
}

export type QueueKind = 'array' | 'segment' | 'frame';
