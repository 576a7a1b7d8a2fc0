import { ReveilleError } from '../../core/errors.js';

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * A value can't be carried to another thread, or what arrived is no value. The message names the part of the value and what
 * is the matter with it: `args[1].x: a WeakMap can't be sent`. Nothing was sent or taken.
 *
 * Corresponds to a bound `T: Send` that does not hold, which Rust's compiler refuses.
 *
 * @example
 * ```ts
 * import { offload, PayloadError } from 'reveille/threads';
 * import assert from 'node:assert/strict';
 *
 * using api = offload<{ keep(map: WeakMap<object, number>): void }>(new URL('data:text/javascript,export const keep = () => {}'));
 * assert.throws(() => api.keep(new WeakMap()), PayloadError);
 * ```
 */
export class PayloadError extends ReveilleError {
  override name = 'PayloadError';
}

/**
 * What the packer throws inside: it knows what is the matter, and not where in the value it stands, which is added on its way
 * out. Not an `Error`, since nobody sees its stack.
 */
export class Unfit {
  readonly #reason: string;
  readonly #cause: unknown;
  #path = '';

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

  /** The error for the users, who know the value by that name. */
  toError(name: string): PayloadError {
    const options = this.#cause === undefined ? undefined : { cause: this.#cause };
    return new PayloadError(`${name}${this.#path}: ${this.#reason}`, options);
  }
}

/** What a stand-in could not be made of, on its way out: it says why itself. */
export class Refused {
  constructor(readonly error: unknown) {}
}

/** For a `catch` in an object or array. */
export function within(error: unknown, key: string | number): unknown {
  return error instanceof Unfit ? error.within(key) : error;
}
