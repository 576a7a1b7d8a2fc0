import { isatty } from 'node:tty';
import { type Context, type Poll, Stream } from '../core/index.js';
import { WorkerThread } from '../platform/worker.js';
import { Mailbox } from './mailbox.js';

/** How many keys may wait; more are lost, as on any keyboard. */
const CAPACITY = 64;

/** Whether there is a terminal to read keys from, and nobody else that would read them, such as a pager. */
export function hasTerminal(): boolean {
  return isatty(0) && isatty(1);
}

/** What comes first, as soon as the terminal sends each key at once. */
export const LISTENING = -1;

/**
 * The bytes of the keys that are pressed, after {@link LISTENING}, from a thread that is started at the first poll. It
 * does not end.
 */
export class Keys extends Stream<number> {
  readonly #mailbox = new Mailbox(CAPACITY);
  #keyboard: WorkerThread | undefined;

  override pollNext(cx: Context): Poll<number> {
    const key = this.#mailbox.receive(cx);
    this.#keyboard ??= new WorkerThread(new URL('./keyboard.worker.js', import.meta.url), this.#mailbox.share());
    return key;
  }

  override [Symbol.dispose](): void {
    this.#keyboard?.post('stop');
  }
}
