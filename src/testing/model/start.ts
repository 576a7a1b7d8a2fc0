import type { MessagePort } from 'node:worker_threads';
import type { StrategyOptions } from '../explore/options.js';
import type { Points } from './steps.js';

/** What a checked thread is started with. */
export interface Start {
  readonly control: SharedArrayBuffer;
  readonly maxSteps: number;
  /** Its number. Thread 0 is the conductor, too. */
  readonly me: number;
  /** The program's module, and the names of its exports. */
  readonly module: string;
  readonly threads: readonly string[];
  readonly setup: string | undefined;
  readonly invariant: string | undefined;
  readonly always: string | undefined;
  readonly model: string | undefined;
  readonly points: Points;
  readonly strategy: StrategyOptions;
  /** Whether to tell main each step in words as soon as it is made: of a run that does not end. */
  readonly narrates: boolean;
  /** Ports to the other threads, by their numbers. */
  readonly ports: readonly (MessagePort | undefined)[];
  /** Port to main. */
  readonly main: MessagePort;
}

/** What threads tell each other: what they share, when it is not what they shared before. */
export interface SharedMessage {
  /** Whether the program's set-up made it, or the thread's own. */
  readonly common: boolean;
  readonly text: string;
  readonly buffers: readonly (readonly [id: number, buffer: SharedArrayBuffer])[];
}

/** One step put into words. */
export interface Detail {
  readonly step: number;
  readonly text: string;
  readonly stack: string;
}
