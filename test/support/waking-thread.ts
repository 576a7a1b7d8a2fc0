import { Worker } from 'node:worker_threads';
import { type Context, Future, PENDING, type Poll, type WakerHandle } from 'reveille';
import type { CpuHandle } from 'reveille/park';
import { Latch } from './latch.js';

/** What a waking thread is asked to do. */
export interface WakingOrder {
  /** Whom to wake after each count. */
  readonly handles: readonly WakerHandle[];
  /** Three words: how often it counted, how much of that the task has seen, how many threads are done. */
  readonly counter: SharedArrayBuffer;
  /** How often to count. */
  readonly each: number;
  /** A latch at which all threads wait for each other. */
  readonly gate?: SharedArrayBuffer;
  /** Whether to wait after each count until the task has seen it. */
  readonly acknowledged?: boolean;
}

/** What a waking thread is sent. */
export type WakingMessage =
  | { readonly wake: WakingOrder }
  | { readonly later: { readonly ms: number; readonly handle: WakerHandle } }
  | { readonly interrupt: { readonly ms: number; readonly cpu: CpuHandle; readonly line: number } };

/** Another thread, that wakes tasks of this one. It obeys even while this one blocks. */
export class WakingThread implements AsyncDisposable {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Starts one, and waits until it listens. */
  static start(): WakingThread {
    const ready = Latch.of(1);
    const worker = new Worker(new URL('./waking.worker.js', import.meta.url), { workerData: { ready: ready.buffer } });
    worker.unref();
    ready.wait();
    return new WakingThread(worker);
  }

  obey(order: WakingOrder): void {
    this.#worker.postMessage({ wake: order });
  }

  /** Wakes a task once, after `ms` milliseconds. */
  later(ms: number, handle: WakerHandle): void {
    this.#worker.postMessage({ later: { ms, handle } });
  }

  /** Raises an interrupt of a processor, after `ms` milliseconds. */
  interrupt(cpu: CpuHandle, line: number, ms: number): void {
    this.#worker.postMessage({ interrupt: { cpu, line, ms } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Waits on the native stack until `threads` threads have done what they were told. */
export function untilDone(counter: SharedArrayBuffer, threads: number): void {
  const words = new Int32Array(counter);
  for (let done = Atomics.load(words, 2); done < threads; done = Atomics.load(words, 2))
    Atomics.wait(words, 2, done, 1000);
}

/** A future that is ready once other threads have counted to `target`; it relies on their wakes alone. */
export class Counted extends Future<number> {
  readonly counter = new SharedArrayBuffer(12);
  readonly #words = new Int32Array(this.counter);
  /** How often it was polled. */
  polls = 0;

  /** @param started - called at the first poll, with the handle that wakes it. */
  constructor(
    readonly target: number,
    readonly started: (handle: WakerHandle, counter: SharedArrayBuffer) => void,
  ) {
    super();
  }

  override poll(cx: Context): Poll<number> {
    this.polls += 1;
    if (this.polls === 1) this.started(cx.waker.share(), this.counter);
    const count = Atomics.load(this.#words, 0);
    Atomics.store(this.#words, 1, count);
    Atomics.notify(this.#words, 1);
    return count >= this.target ? count : PENDING;
  }
}
