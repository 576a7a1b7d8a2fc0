const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * What is thrown inside of whatever carries values: it knows what is the matter, and not where in the value it stands. On its
 * way out, each record and list says which part it was at, so that a value that can be carried pays nothing for the path.
 *
 * Not an `Error`, since nobody sees its stack.
 */
export class Misplaced {
  protected readonly reason: string;
  protected path = '';
  readonly #cause: unknown;

  /**
   * @param reason - what is the matter.
   * @param cause - the error behind it, if there is one.
   */
  constructor(reason: string, cause?: unknown) {
    this.reason = reason;
    this.#cause = cause;
  }

  /** Notes that it was met in the part with this key. */
  within(key: string | number): this {
    const step = typeof key === 'number' ? `[${key}]` : IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    this.path = step + this.path;
    return this;
  }

  /** For the error that users get. */
  protected get options(): ErrorOptions | undefined {
    return this.#cause === undefined ? undefined : { cause: this.#cause };
  }
}

/** For a `catch` in a record or list: what to throw on, once the part is named. */
export function within(error: unknown, key: string | number): unknown {
  return error instanceof Misplaced ? error.within(key) : error;
}
