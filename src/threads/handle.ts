import type { EndHandle } from '../channel/shared/handle.js';

/**
 * Names a pool to other threads; plain data, made by `share()` and read by `pool.attach`.
 *
 * @example
 * ```ts
 * import { type PoolHandle, pool } from 'reveille/threads';
 *
 * using p = pool(new URL('data:text/javascript,export const one = () => 1'));
 * const handle: PoolHandle = p.share(); // worker.postMessage(handle)
 * using same = pool.attach<{ one(): number }>(handle); // on the other thread
 * console.log(await same.one()); // 1
 * ```
 */
export interface PoolHandle {
  /** The memory of the calls. */
  readonly table: SharedArrayBuffer;
  /** The memory of what they carry. */
  readonly arena: SharedArrayBuffer;
  /** The memory of the camp whose threads use it. */
  readonly camp: SharedArrayBuffer;
  /** Where calls are queued, the most urgent ones first. */
  readonly jobs: readonly EndHandle[];
  /** What the module is called in errors. */
  readonly name: string;
}
