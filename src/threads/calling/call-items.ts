import type { Context } from '../../core/context.js';
import type { Poll } from '../../core/poll.js';
import { type END, Stream } from '../../core/stream.js';

/** What answers items, or is dropped. */
interface Source extends Disposable {
  pollNext(cx: Context): Poll<unknown>;
}

/** A call as a stream: it can't be told beforehand whether it answers one, so it is both. */
export class CallItems extends Stream<unknown> {
  readonly #source: Source;

  constructor(source: Source) {
    super();
    this.#source = source;
  }

  override pollNext(cx: Context): Poll<unknown | typeof END> {
    return this.#source.pollNext(cx);
  }

  override [Symbol.dispose](): void {
    this.#source[Symbol.dispose]();
  }

  override toString(): string {
    return String(this.#source);
  }
}
