import { wait } from './atomics.js';

type WorkerThreads = typeof import('node:worker_threads');

/** Node's `worker_threads`, found without an import that browsers and bundlers would stumble over. */
export function workerThreads(): WorkerThreads | undefined {
  return globalThis.process?.getBuiltinModule?.('node:worker_threads');
}

/** A number for this thread: Node's thread id; in browsers a number that is random, since nobody counts there. */
export function threadId(): number {
  return workerThreads()?.threadId ?? BROWSER_ID;
}

const BROWSER_ID = /* @__PURE__ */ (() => Math.floor(Math.random() * 2 ** 31))();

/** What this thread is called in errors and snapshots. */
export function threadName(): string {
  const node = workerThreads();
  if (node !== undefined) return node.isMainThread ? 'main' : `worker-${node.threadId}`;
  return (globalThis as { name?: string }).name || (typeof document === 'undefined' ? 'worker' : 'main');
}

let blockable: boolean | undefined;

/** Whether this thread may block. A browser's main thread may not, and only trying tells. */
export function canBlock(): boolean {
  if (blockable === undefined) {
    try {
      wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0); // answers 'not-equal' at once where it is allowed
      blockable = true;
    } catch {
      blockable = false;
    }
  }
  return blockable;
}
