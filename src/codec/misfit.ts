import { CodecError } from './codec-error.js';

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * What a part of a codec throws: it knows what is the matter, and not where in the value it stands. On its way out, each
 * record and list says which part it was at, so that a value that can be carried pays nothing for the path.
 *
 * Not an `Error`, since nobody sees its stack.
 */
export class Misfit {
  readonly #reason: string;
  readonly #cause: unknown;
  #path = '';

  /**
   * @param reason - what is the matter.
   * @param cause - the error behind it, if there is one.
   */
  constructor(reason: string, cause?: unknown) {
    this.#reason = reason;
    this.#cause = cause;
  }

  /** Notes that it was met in the part with this key. */
  within(key: string | number): this {
    const step = typeof key === 'number' ? `[${key}]` : IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    this.#path = step + this.#path;
    return this;
  }

  /** The error for the users of the codec. */
  toError(codec: string): CodecError {
    const options = this.#cause === undefined ? undefined : { cause: this.#cause };
    return new CodecError(codec, `value${this.#path}`, this.#reason, options);
  }
}

/** For a `catch` in a record or list: what to throw on, once the part is named. */
export function within(error: unknown, key: string | number): unknown {
  return error instanceof Misfit ? error.within(key) : error;
}

/** For a `catch` at the outside of a codec: what its users get. Errors of getters and the like are theirs. */
export function outside(error: unknown, codec: string): unknown {
  return error instanceof Misfit ? error.toError(codec) : error;
}

/** What to throw when the stack was not deep enough for a value; undefined when `error` is another one. */
export function tooDeep(error: unknown): Misfit | undefined {
  const full = error instanceof Error && /call stack|recursion/.test(error.message);
  return full ? new Misfit('nested too deeply, or without end', error) : undefined;
}
