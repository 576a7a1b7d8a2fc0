import type { ScheduleErrorKind } from '../explore/schedule-error.js';
import type { ToldError } from './main-line.js';

/** What the conductor tells main at the end. */
export interface Findings {
  /** How long it took, in milliseconds, from when the threads were ready. */
  readonly ms: number;
  /** Schedules that were run to their end. */
  readonly runs: number;
  readonly completeUpTo: number | undefined;
  /** Whether the strategy had nothing left to try. */
  readonly exhausted: boolean;
  /** The first thread that was kept from reading the same again and again, and the word, if it was at one. */
  readonly held: { readonly thread: number; readonly at: string | undefined } | undefined;
  /** Whether any step was an operation on shared memory. */
  readonly touched: boolean;
  /** A word that some thread wrote plainly, by its name, if one was seen. */
  readonly plain: string | undefined;
  /** Whether any thread recorded an operation. */
  readonly recorded: boolean;
  /** Of a replay: the first step at which the run left the schedule. */
  readonly strayedAt: number | undefined;
  readonly outcomes: readonly { readonly answers: readonly unknown[]; readonly runs: number }[];
  /** How many runs had an outcome that was one too many to keep. */
  readonly dropped: number;
  readonly failure: Failure | undefined;
}

/** Of an exploration that was stopped before the threads were ready. */
export const NOTHING_FOUND: Findings = {
  ms: 0,
  runs: 0,
  completeUpTo: undefined,
  exhausted: false,
  held: undefined,
  touched: false,
  plain: undefined,
  recorded: false,
  strayedAt: undefined,
  outcomes: [],
  dropped: 0,
  failure: undefined,
};

/** What went wrong, and how. */
export interface Failure {
  readonly kind: Exclude<ScheduleErrorKind, 'stuck'>;
  /** Whose error it is; -1 if nobody's. */
  readonly thread: number;
  readonly error: ToldError | undefined;
  /** The shortest schedule found that fails so, and the one that was found first. */
  readonly schedule: string;
  readonly found: string;
  /** Which run found it, from 1. */
  readonly run: number;
  readonly steps: readonly {
    readonly thread: number;
    readonly preempts: boolean;
    readonly text: string;
    /** What it touched, and how. */
    readonly touches: string;
    readonly stack: string | undefined;
  }[];
  /** The status of each thread at the end; see control.ts. */
  readonly stoodAt: readonly number[];
  readonly stepLimit: boolean;
  /** The operations that fit no order, drawn. */
  readonly picture: string | undefined;
  /** What buffers are called, by number: after where they stand in what is shared. */
  readonly names: ReadonlyMap<number, string>;
}
