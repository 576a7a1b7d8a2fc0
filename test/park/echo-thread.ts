import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { Thread, type ThreadHandle, Unparker } from 'reveille/park';
import { Latch } from '../support/latch.js';

/** What an echoing thread is started with. */
export interface EchoData {
  /** Whom to unpark: a parker's memory, or a thread. */
  readonly back: SharedArrayBuffer | ThreadHandle;
  readonly rounds: number;
  /** Of its own parker; it parks as a thread where there is none. */
  readonly spin: number | undefined;
  /** One word: the rounds that are done. */
  readonly words: SharedArrayBuffer;
  /** Opened when the handle lies in `port`. */
  readonly ready: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** Another thread, that answers each unpark with one. */
export class EchoThread {
  readonly #words: Int32Array;

  private constructor(
    readonly handle: SharedArrayBuffer | ThreadHandle,
    words: SharedArrayBuffer,
  ) {
    this.#words = new Int32Array(words);
  }

  /** Starts one, and waits until it can be unparked. */
  static start(back: SharedArrayBuffer | ThreadHandle, rounds: number, spin?: number): EchoThread {
    const words = new SharedArrayBuffer(4);
    const ready = Latch.of(1);
    const { port1, port2 } = new MessageChannel();
    const workerData: EchoData = { back, rounds, spin, words, ready: ready.buffer, port: port2 };
    new Worker(new URL('./echo.worker.js', import.meta.url), { workerData, transferList: [port2] });
    ready.wait();
    const received = receiveMessageOnPort(port1) as { message: SharedArrayBuffer | ThreadHandle };
    port1.close();
    return new EchoThread(received.message, words);
  }

  /** How many rounds it has done. */
  get round(): number {
    return Atomics.load(this.#words, 0);
  }

  unpark(): void {
    if (this.handle instanceof SharedArrayBuffer) Unparker.attach(this.handle).unpark();
    else Thread.attach(this.handle).unpark();
  }
}
