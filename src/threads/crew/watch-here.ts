import { microtask, type Port } from '../../platform/index.js';
import { runWatcher } from './watcher.js';

/**
 * In browsers the watcher is no thread, but works on the owner's: a thread of its own could not start while that one blocks,
 * and nobody but the owner can end a worker. Answers its port.
 */
export function watchHere(): Port {
  const here = new LocalPort();
  const there = new LocalPort();
  here.peer = there;
  there.peer = here;
  runWatcher(there);
  return here;
}

/** One end of a channel within a thread. What is posted arrives when whoever posts it has done. */
class LocalPort implements Port {
  peer: LocalPort | null = null;
  readonly #listeners: ((message: never) => void)[] = [];

  postMessage(message: unknown): void {
    const { peer } = this;
    microtask(() => peer?.take(message));
  }

  on(event: 'message' | 'close', listener: (message: never) => void): void {
    if (event === 'message') this.#listeners.push(listener);
  }

  ref(): void {}

  unref(): void {}

  close(): void {
    this.peer = null;
  }

  take(message: unknown): void {
    for (const listener of this.#listeners) listener(message as never);
  }
}
