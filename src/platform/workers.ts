import { workerThreads } from './thread.js';

/** A port of Node's, with the members that are used here. */
export interface Port {
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
  on(event: 'message', listener: (message: never) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  ref(): void;
  unref(): void;
  close(): void;
}

/** A worker of Node's, likewise. */
export interface Hand {
  readonly threadId: number;
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  terminate(): Promise<number>;
  ref(): void;
  unref(): void;
}

/** How a worker is started: what Node's `Worker` takes. */
export type HandOptions = import('node:worker_threads').WorkerOptions;

/** What is used of `node:worker_threads`. */
export interface Threads {
  readonly Worker: new (url: URL, options: HandOptions) => Hand;
  readonly MessageChannel: new () => { port1: Port; port2: Port };
  readonly receiveMessageOnPort: (port: Port) => { message: unknown } | undefined;
  readonly workerData: unknown;
  readonly isMainThread: boolean;
}

/** Node's threads; undefined in browsers. */
export function nodeThreads(): Threads | undefined {
  return workerThreads() as unknown as Threads | undefined;
}

/** Whether a program of the library's own is not where it has to be. Node tells of it in the event loop only, which a blocked thread does not turn. */
export function isMissing(program: URL): boolean {
  const fs = globalThis.process?.getBuiltinModule?.('node:fs');
  return program.protocol === 'file:' && fs?.existsSync(program) === false;
}

/** Writes to the file of this number at once, whatever becomes of the thread. */
export function writeNow(file: number, text: string | Uint8Array): void {
  const fs = globalThis.process?.getBuiltinModule?.('node:fs');
  if (fs === undefined) return;
  let bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(fs.writeSync(file, bytes));
    } catch (error) {
      if ((error as { code?: string }).code !== 'EAGAIN') return; // there is nobody left to read it
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); // a pipe that is full
    }
  }
}
