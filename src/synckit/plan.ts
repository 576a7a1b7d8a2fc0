import type { GlobalShim } from './types.js';

/** What a worker has to load before it can be called. Plain data, for the other thread. */
export interface Plan {
  /** The file, by its whole path. */
  readonly path: string;
  /** Whether it is imported; else it is required. */
  readonly module: boolean;
  /** Whether tsx has to be called first. */
  readonly tsx: boolean;
  readonly shims: readonly GlobalShim[];
}
