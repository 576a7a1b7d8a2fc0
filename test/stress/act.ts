import type fc from 'fast-check';
import type { Here } from './here.js';
import type { Operation } from './operations.js';
import type { Death, Part } from './part.js';
import type { PLAYS } from './plays.js';

/** What came of an act. */
export interface Outcome {
  /** Items that arrived, or locks that were taken. */
  readonly done: number;
  /** Items that were in the hands of threads that died. */
  readonly lost: number;
  /** Whether a thread that was ended in the midst of a push left it unfinished, which is an error for who comes to it. */
  readonly isBroken?: boolean;
  /** Of threads that the act itself had started. */
  readonly deaths?: readonly Dead[];
}

/** A thread that died: of what, and what it was doing. */
export interface Dead {
  readonly cause: Death;
  readonly operation: Operation;
}

/** An act as the main thread has it: opened, and to be played and checked. */
export interface Stage {
  /** For each thread, what it needs; plain data. */
  readonly handles: readonly unknown[];
  /** The main thread's own part, on its event loop. */
  play(here: Here): Promise<void>;
  /** That thread says something. */
  heard?(thread: number, message: unknown): void;
  /** That thread is going to be terminated. */
  ending?(thread: number): void;
  /** That thread has ended, for whatever reason. The number is its place among the threads. */
  ended?(thread: number): void;
  /** Called when all threads have ended. @throws AssertionError when something is not as it should be. */
  check(): Outcome | Promise<Outcome>;
}

/**
 * What is played with one kind of structure: the main thread's half. The other half is in `plays.ts`, since threads need not
 * load what draws plans.
 */
export interface Act<P = unknown> {
  readonly kind: string;
  /** The threads' half. */
  readonly play: keyof typeof PLAYS;
  /** What is drawn beside the parts of the threads. */
  readonly plans: fc.Arbitrary<P>;
  open(plan: P, parts: readonly Part[]): Stage | Promise<Stage>;
}

/** A thread's half of an act. */
export type Play<H = never> = (handle: H, here: Here) => Promise<void>;
