import { NoWorkerFunctionError } from './errors.js';
import { openRegistry } from './registry.js';
import type { AnyFn } from './types.js';

/** Milliseconds between two looks at what the event loop waits for, and looks in vain. */
const PERIOD = 20;
const LOOKS = 10;

/** The reading of the module before, which is about to end, and a turn of the event loop that this thread has asked for itself. */
const PASSING = /Req|Promise|Immediate/;

/** What keeps the event loop going, apart from ports: the thread itself has some, and one more once it prints. */
const resources = (): string[] => process.getActiveResourcesInfo().filter((kind) => kind !== 'MessagePort');

/**
 * Waits until the worker's module has handed in its function, which may be long after it has loaded, as when it awaits an
 * import first; or until there is nothing left that it could be waiting for.
 */
export async function arrival(path: string, load: () => Promise<void>): Promise<AnyFn> {
  const place = openRegistry();
  const registered = new Promise<void>((resolve) => {
    place.registered = resolve;
  });
  const before = resources().filter((kind) => !PASSING.test(kind)).length;
  await load();
  for (let looks = 0; place.fn === undefined && looks < LOOKS; looks += 1) {
    if (resources().length > before) looks = 0;
    await Promise.race([registered, new Promise((resolve) => setTimeout(resolve, PERIOD))]);
  }
  if (place.fn === undefined)
    throw new NoWorkerFunctionError(`${path}: calls no runAsWorker, which createSyncFn needs`);
  return place.fn;
}
