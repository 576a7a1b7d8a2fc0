import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type Chunks, DATA, END_OF_FILE, FAILED } from './chunks.js';
import { type MailboxHandle, MailboxSender } from './mailbox.js';

/** A file to read, and where its text is waited for. */
export interface FileRequest {
  readonly path: string;
  readonly mailbox: MailboxHandle;
}

/** Reads one file, chunk by chunk, into shared memory. */
export class FileReader {
  readonly #path: string;
  readonly #chunks: Chunks;
  readonly #sender: MailboxSender;
  #descriptor: number | undefined;

  constructor({ path, mailbox }: FileRequest, chunks: Chunks) {
    this.#path = path;
    this.#chunks = chunks;
    this.#sender = new MailboxSender(mailbox);
  }

  /** Fills `chunk`, which is ours, and sends it off; answers whether there may be more to read. */
  read(chunk: number): boolean {
    const more = this.#fill(chunk);
    if (!more) this.#close();
    this.#sender.send(chunk); // fits: a mailbox has room for all chunks
    return more;
  }

  #fill(chunk: number): boolean {
    try {
      this.#descriptor ??= open(this.#path);
      const length = readSync(this.#descriptor, this.#chunks.room(chunk));
      this.#chunks.label(chunk, length > 0 ? DATA : END_OF_FILE, length);
      return length > 0;
    } catch (error) {
      const { written } = new TextEncoder().encodeInto((error as Error).message, this.#chunks.reasonRoom(chunk));
      this.#chunks.label(chunk, FAILED, written);
      return false;
    }
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** Only what has an end and is there to read at once: a pipe would hold up the whole thread, even when it is to end. */
function open(path: string): number {
  if (!statSync(path).isFile()) throw new Error('not a regular file');
  return openSync(path, 'r');
}
