import { node } from './fellows.js';

/** Where messages reach this thread whether or not its event loop turns. */
export class Inbox {
  readonly #channel: BroadcastChannel;
  readonly #take: (message: unknown) => void;
  readonly #receive: (channel: never) => { message: unknown } | undefined;

  /**
   * @param name - what threads {@link post} to.
   * @param take - called with each message: by the event loop, unless {@link Inbox.look} was faster. The process is not
   * kept alive for it.
   */
  constructor(threads: Threads, name: string, take: (message: unknown) => void) {
    const channel = new threads.BroadcastChannel(name);
    channel.onmessage = (event: unknown) => take((event as { data: unknown }).data);
    channel.unref();
    this.#channel = channel as unknown as BroadcastChannel;
    this.#take = take;
    this.#receive = threads.receiveMessageOnPort as never;
  }

  /** Takes all messages that have come so far. */
  look(): void {
    const channel = this.#channel as never;
    for (let got = this.#receive(channel); got !== undefined; got = this.#receive(channel)) this.#take(got.message);
  }
}

type Threads = typeof import('node:worker_threads');

/** An inbox of this thread; undefined where a thread can't look for messages by itself: in browsers. */
export function openInbox(name: string, take: (message: unknown) => void): Inbox | undefined {
  const threads = node();
  return threads && new Inbox(threads, name, take);
}

/** Posts a message to the inbox of that name, where it is by the time this returns; nowhere, if there is none. */
export function post(name: string, message: unknown): void {
  const threads = node();
  if (threads === undefined) return;
  const channel = new threads.BroadcastChannel(name);
  channel.postMessage(message);
  channel.close();
}
