import { ReveilleError } from '../../core/errors.js';
import { Misplaced } from '../../core/misplaced.js';

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

/** What the packer throws inside. */
export class Unfit extends Misplaced {
  /** The error for the users, who know the value by that name. */
  toError(name: Naming): PayloadError {
    return new PayloadError(`${placeIn(name, this.path)}: ${this.reason}`, this.options);
  }
}

/** What users know a value by; or, where they know the parts of it only, what they know the part at that path by. */
export type Naming = string | ((path: string) => string);

export const placeIn = (name: Naming, path: string): string => (typeof name === 'string' ? name + path : name(path));

/** What a stand-in could not be made of, on its way out: it says why itself. */
export class Refused {
  constructor(readonly error: unknown) {}
}
