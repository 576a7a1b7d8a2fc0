import { randomBelow } from './chance.js';
import { macrotask } from './host.js';
import type { Hand, Port } from './workers.js';

/** What a browser's worker is sent first: what to do, and the lock to hold for as long as it lives. */
interface Opening {
  readonly start: unknown;
  readonly lock: string;
}

/** The last thing that a worker says. */
const OVER = null;

/** A browser's port with the members of one of Node's. Whether the other end is there nobody is told. */
class WebPort implements Port {
  protected readonly port: MessagePort;

  constructor(port: MessagePort) {
    this.port = port;
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    this.port.postMessage(message, transfer as Transferable[]);
  }

  on(event: 'message' | 'close', listener: (message: never) => void): void {
    if (event === 'close') return;
    this.port.addEventListener('message', ({ data }: MessageEvent) => listener(data as never));
    this.port.start();
  }

  ref(): void {}

  unref(): void {}

  close(): void {
    this.port.close();
  }
}

/**
 * The owner's end of a worker's lifeline. Browsers tell nobody that a worker has ended, but they release the locks that it
 * held, and not before its last instruction: Chromium lets a loop run on for two seconds after `terminate`.
 */
class Lifeline extends WebPort {
  readonly #lock: string;
  readonly #closed: (() => void)[] = [];
  #isAwaited = false;

  constructor(port: MessagePort, lock: string) {
    super(port);
    this.#lock = lock;
    port.addEventListener('message', ({ data }: MessageEvent) => {
      if (navigator.locks !== undefined || data === OVER) this.awaitEnd(); // it has the lock, or is over
    });
  }

  override on(event: 'message' | 'close', listener: (message: never) => void): void {
    if (event === 'close') this.#closed.push(listener as () => void);
    else super.on(event, (message) => message !== OVER && listener(message));
  }

  /** Whether the worker has said anything yet. */
  get isAwaited(): boolean {
    return this.#isAwaited;
  }

  /** The worker has its lock, or is about to end. Where there are no locks, it has ended as far as anybody can know. */
  awaitEnd(): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    const end = (): void => {
      this.close();
      for (const listener of this.#closed.splice(0)) listener();
    };
    if (navigator.locks === undefined) macrotask(end);
    else navigator.locks.request(this.#lock, end).catch(end);
  }
}

/**
 * A browser's worker with the members of one of Node's, and its lifeline, whose other end is `start.lifeline` there.
 *
 * @param worker - it runs {@link openingOfThread}.
 * @param start - what it is to do.
 * @throws DataCloneError when a part of that can't be sent.
 */
export function webThread(worker: Worker, start: object): { hand: Hand; lifeline: Port } {
  const { port1, port2 } = new MessageChannel();
  const lock = `reveille ${randomBelow(2 ** 52)}`;
  const lifeline = new Lifeline(port2, lock);
  worker.addEventListener('error', () => {
    if (!lifeline.isAwaited) hand.terminate(); // it was not loaded
  });
  try {
    worker.postMessage({ start: { ...start, lifeline: port1 }, lock } satisfies Opening, [port1]);
  } catch (error) {
    worker.terminate(); // it would wait for ever
    throw error;
  }
  const hand: Hand = {
    threadId: 0, // it tells its own
    postMessage: (message, transfer = []) => worker.postMessage(message, transfer as Transferable[]),
    on: () => {}, // the lifeline tells more
    terminate: async () => {
      worker.terminate();
      lifeline.awaitEnd();
      return 1;
    },
    ref: () => {},
    unref: () => {},
  };
  return { hand, lifeline };
}

/** What the worker that this is was started with. From now on it holds its lock. */
export async function openingOfThread<S extends { lifeline: Port }>(): Promise<S> {
  const { start, lock } = await new Promise<Opening>((resolve) => {
    addEventListener('message', ({ data }: MessageEvent<Opening>) => resolve(data), { once: true });
  });
  await new Promise<void>((resolve) => {
    if (navigator.locks === undefined) resolve();
    else void navigator.locks.request(lock, () => new Promise(() => resolve()));
  });
  const opening = start as S;
  return { ...opening, lifeline: new WebPort(opening.lifeline as unknown as MessagePort) };
}

/** Ends the worker that this is, once its present task is over. */
export function endWebThread(lifeline: Port): void {
  lifeline.postMessage(OVER);
  close();
}

/** Calls back with what is not caught in this worker, which browsers would let live on. */
export function onUncaught(callback: (error: unknown) => void): void {
  addEventListener('error', (event: ErrorEvent) => {
    event.preventDefault();
    callback(event.error ?? new Error(event.message));
  });
  addEventListener('unhandledrejection', (event: PromiseRejectionEvent) => {
    event.preventDefault();
    callback(event.reason);
  });
}
