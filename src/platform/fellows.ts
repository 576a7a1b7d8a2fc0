import { freshStarts } from './fresh-start.js';
import { workerThreads } from './thread.js';

/** What a thread leaves to the workers that it or its descendants start. */
export interface Inheritance {
  readonly buffer: SharedArrayBuffer;
  /** The id of the thread that left it. */
  readonly parent: number;
}

/** Node's threads, unless this one is checked: then there is nothing in the world but the program. */
export const node = () => (freshStarts() === undefined ? workerThreads() : undefined);

/** What was left under this key; undefined where nobody left anything. */
export function inherit(key: string): Inheritance | undefined {
  return node()?.getEnvironmentData(key) as Inheritance | undefined;
}

/** Leaves it to the workers that are started from now on. Browsers have no such thing. */
export function bequeath(key: string, value: Inheritance): void {
  node()?.setEnvironmentData(key, value as never);
}

/**
 * Calls `ended` with the id of each worker that this thread starts from now on, when it is over, whatever ended it; and
 * with this thread's own before it ends by itself. Node asks no cooperation of the workers for it; browsers tell of no
 * end.
 */
export function onThreadEnd(own: number, ended: (id: number) => void): void {
  const threads = node();
  if (threads === undefined) return;
  process.on('worker', (worker) => {
    const { threadId } = worker; // it has none any more when it is over
    worker.on('exit', () => ended(threadId));
  });
  if (!threads.isMainThread) process.on('exit', () => ended(own));
}
