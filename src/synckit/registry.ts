import type { AnyFn } from './types.js';

/**
 * Where a worker's module leaves its function, and the worker finds it: one place a thread, whoever bundled a copy of
 * this module.
 */
export interface Registry {
  /** The first function that the module handed in. */
  fn?: AnyFn;
  /** Told of it. */
  registered?: () => void;
}

const KEY = Symbol.for('reveille.synckit.worker');

const ours = globalThis as { [KEY]?: Registry };

/** This thread's place; undefined where the thread is no worker of `createSyncFn`. */
export const registry = (): Registry | undefined => ours[KEY];

/** Makes this thread a worker. */
export function openRegistry(): Registry {
  ours[KEY] ??= {};
  return ours[KEY];
}
