import { type Context, Future, PENDING, type Poll, type WakerHandle } from '../core/index.js';
import { WorkerThread } from '../platform/worker.js';

/** A thread, and what it posted first. */
export interface Replied<T> {
  readonly worker: WorkerThread;
  readonly reply: T;
}

/**
 * Starts a thread at the first poll, with a waker of the task that waits; ready once the thread posted something and
 * then woke the task. Dropping it ends the thread; afterwards that is up to whoever got it.
 */
export class Reply<T> extends Future<Replied<T>> {
  readonly #module: URL;
  readonly #data: (waker: WakerHandle) => unknown;
  #worker: WorkerThread | undefined;

  /** @param data - what the thread finds in `threadData()`. */
  constructor(module: URL, data: (waker: WakerHandle) => unknown) {
    super();
    this.#module = module;
    this.#data = data;
  }

  override poll(cx: Context): Poll<Replied<T>> {
    this.#worker ??= new WorkerThread(this.#module, this.#data(cx.waker.share()));
    const worker = this.#worker;
    const reply = worker.take();
    if (reply === undefined) return PENDING;
    this.#worker = undefined;
    return { worker, reply: reply as T };
  }

  override [Symbol.dispose](): void {
    this.#worker?.[Symbol.dispose]();
  }

  override toString(): string {
    return `first message of ${this.#module.pathname.split('/').at(-1)}`;
  }
}
