import { nodeThreads, type Port, type Threads } from '../platform/index.js';
import { NoWorkerFunctionError } from './errors.js';
import { openRegistry } from './registry.js';
import type { AnyFn } from './types.js';

/**
 * Waits until the worker's module has handed in its function, which may be long after it has loaded, as when it awaits an
 * import first; or until there is nothing left that it could be waiting for. Only the event loop itself can tell: what Node lists of that
 * leaves out threads, and work such as that of zlib and crypto. What keeps a worker's thread alive does not count meanwhile.
 *
 * @throws NoWorkerFunctionError when there is none.
 */
export async function arrival(path: string, load: () => Promise<void>): Promise<AnyFn> {
  const place = openRegistry();
  const { workerData } = nodeThreads() as Threads;
  const { lifeline } = (workerData as { reveille: { lifeline: Port } }).reveille;
  const registered = new Promise<void>((resolve) => {
    place.registered = resolve;
  });
  let drained = (): void => {};
  const dry = new Promise<void>((resolve) => {
    drained = resolve;
  });
  process.once('beforeExit', drained);
  lifeline.unref();
  try {
    await Promise.race([load().then(() => registered), dry]);
  } finally {
    lifeline.ref();
    process.off('beforeExit', drained);
  }
  if (place.fn === undefined)
    throw new NoWorkerFunctionError(`${path}: calls no runAsWorker, which createSyncFn needs`);
  return place.fn;
}
