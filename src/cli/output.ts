import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { styleText } from 'node:util';
import { parkTimeout } from '../park/index.js';

/**
 * Prints on a file descriptor, at once. `process.stdout` leaves to the event loop what a pipe does not take, and a thread
 * that parks has none.
 */
export class Output {
  readonly #fd: number;
  readonly #styled: boolean;

  /** @param fd - 1 or 2. */
  constructor(fd: number) {
    this.#fd = fd;
    this.#styled = isatty(fd) && !process.env['NO_COLOR'];
  }

  /** @throws the system's error when nobody reads any more (EPIPE). */
  line(text = ''): void {
    let rest = Buffer.from(`${text}\n`);
    while (rest.length > 0) rest = rest.subarray(this.#write(rest));
  }

  /** Text that matters less; plain where nobody looks. */
  dim(text: string): string {
    return this.#styled ? styleText('dim', text) : text;
  }

  bold(text: string): string {
    return this.#styled ? styleText('bold', text) : text;
  }

  /** Answers how many bytes were taken. */
  #write(bytes: Buffer): number {
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      parkTimeout(1); // another process made the pipe non-blocking, and it is full
      return 0;
    }
  }
}
