import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker, workerData } from 'node:worker_threads';

/**
 * A worker thread of Node's, for programs: the library itself must load in browsers, so index.ts does not export this
 * file. It does not keep the process alive.
 *
 * Workers start, run and read files while the thread that started them blocks; only their events do not arrive. So what
 * the worker posts is taken here without an event loop.
 */
export class WorkerThread implements Disposable {
  readonly #worker: Worker;
  readonly #port: MessagePort;

  /**
   * @param module - what the thread runs.
   * @param data - what it finds in {@link threadData}; structured-cloneable.
   */
  constructor(module: URL, data: unknown) {
    const { port1, port2 } = new MessageChannel();
    const workerData: Start = { data, port: port2 };
    this.#worker = new Worker(module, { workerData, transferList: [port2] });
    this.#worker.unref();
    this.#port = port1;
  }

  /** The oldest message that was not taken yet; undefined without one. */
  take(): unknown {
    return receiveMessageOnPort(this.#port)?.message;
  }

  /** Sends a message to the thread's {@link onMessage}. */
  post(message: unknown): void {
    this.#port.postMessage(message);
  }

  /** Ends the thread, wherever it is; one that blocks in a system call ends after it. */
  [Symbol.dispose](): void {
    void this.#worker.terminate();
  }
}

interface Start {
  readonly data: unknown;
  readonly port: MessagePort;
}

/** What this thread was started with, if a {@link WorkerThread} started it. */
export function threadData<T>(): T {
  return (workerData as Start).data as T;
}

/** Posts to the thread that started this one. */
export function post(message: unknown): void {
  (workerData as Start).port.postMessage(message);
}

/** Calls back with the first message of the thread that started this one, on the event loop; keeps this thread alive. */
export function onMessage(callback: (message: unknown) => void): void {
  (workerData as Start).port.once('message', callback);
}
