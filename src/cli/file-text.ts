import { type Context, END, PENDING, type Poll, Stream } from '../core/index.js';
import { type Chunks, END_OF_FILE, FAILED } from './chunks.js';
import { Mailbox, type MailboxHandle } from './mailbox.js';

/** The text of a file, in pieces, as the reactor reads it. A character cut in two by a chunk's edge comes whole. */
export class FileText extends Stream<string> {
  /** How much came so far. */
  bytes = 0;
  readonly path: string;
  readonly #chunks: Chunks;
  readonly #mailbox: Mailbox;
  readonly #released: () => void;
  readonly #decoder = new TextDecoder();

  /** @param released - is called when a chunk was given back. */
  constructor(path: string, chunks: Chunks, count: number, released: () => void) {
    super();
    this.path = path;
    this.#chunks = chunks;
    this.#mailbox = new Mailbox(count);
    this.#released = released;
  }

  /** Where the reactor sends the numbers of this file's chunks, once a task waits for them. */
  share(): MailboxHandle {
    return this.#mailbox.share();
  }

  /** @throws Error when the file cannot be read. */
  override pollNext(cx: Context): Poll<string | typeof END> {
    const chunk = this.#mailbox.receive(cx);
    if (chunk === PENDING) return PENDING;
    try {
      return this.#read(chunk);
    } finally {
      this.#chunks.release(chunk);
      this.#released();
    }
  }

  #read(chunk: number): string | typeof END {
    const bytes = this.#chunks.bytes(chunk);
    const kind = this.#chunks.kind(chunk);
    if (kind === FAILED) throw new Error(new TextDecoder().decode(bytes));
    if (kind === END_OF_FILE) return END; // half a character that the decoder may still hold is no letter
    this.bytes += bytes.length;
    return this.#decoder.decode(bytes, { stream: true });
  }

  override toString(): string {
    return `text of ${this.path}`;
  }
}
