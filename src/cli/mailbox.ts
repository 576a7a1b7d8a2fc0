import { type Context, PENDING, type Poll, type WakerHandle } from '../core/index.js';
import { SharedWaker } from '../executor/index.js';
import { SharedArrayQueue } from '../queue/index.js';

/** What another thread needs to send to a {@link Mailbox}; structured-cloneable. */
export interface MailboxHandle {
  readonly queue: SharedArrayBuffer;
  readonly waker: WakerHandle;
}

/** Words from another thread to one task: a shared queue, and a waker for when there is something in it. */
export class Mailbox {
  readonly #queue: SharedArrayQueue;
  #waker: WakerHandle | undefined;

  /** @param capacity - how many words fit. */
  constructor(capacity: number) {
    this.#queue = new SharedArrayQueue(capacity);
  }

  /** The oldest word; always to be asked by the same task. */
  receive(cx: Context): Poll<number> {
    this.#waker ??= cx.waker.share(); // before the look: a sender that comes after it finds the waker
    return this.#queue.pop() ?? PENDING;
  }

  /** @throws Error when no task has asked for a word yet, for then there is nobody to wake. */
  share(): MailboxHandle {
    if (this.#waker === undefined) throw new Error('share: no task reads this mailbox yet');
    return { queue: this.#queue.share(), waker: this.#waker };
  }
}

/** The other end. */
export class MailboxSender {
  readonly #queue: SharedArrayQueue;
  readonly #waker: SharedWaker;

  constructor({ queue, waker }: MailboxHandle) {
    this.#queue = SharedArrayQueue.attach(queue);
    this.#waker = SharedWaker.attach(waker);
  }

  /** Sends a word and wakes the task; answers whether the word fitted. */
  send(word: number): boolean {
    const fitted = this.#queue.push(word);
    this.#waker.wake(); // after the push: whoever is woken by it finds the word
    return fitted;
  }
}
