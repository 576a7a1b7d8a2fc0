import { MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/**
 * The host's own functions, taken before the checker replaces them: what the checker itself works with. This module is
 * the first that a checked thread loads.
 */
export const real = {
  Atomics: {
    compareExchange: Atomics.compareExchange,
    exchange: Atomics.exchange,
    load: Atomics.load,
    notify: Atomics.notify,
    store: Atomics.store,
    wait: Atomics.wait,
  },
  SharedArrayBuffer,
  grow: SharedArrayBuffer.prototype.grow,
  setImmediate: globalThis.setImmediate,
  setTimeout: globalThis.setTimeout,
  now: performance.now.bind(performance),
  postMessage: MessagePort.prototype.postMessage,
  receiveMessageOnPort,
};

/** Gives the thread's event loop one turn: all promises that can settle do. */
export function turnEventLoop(): Promise<void> {
  return new Promise((resolve) => void real.setImmediate(resolve));
}
