import { ReveilleError } from '../core/errors.js';

/**
 * A codec can't carry this value, or these bytes are not what it writes. The message names the codec, the part of the
 * value and what is the matter with it. Nothing was sent or taken, and the codec is as good as before.
 *
 * Corresponds to `serde::ser::Error` and `serde::de::Error`.
 *
 * @example
 * ```ts
 * import { CodecError, json } from 'reveille/codec';
 * import assert from 'node:assert/strict';
 *
 * const order = { items: [{ price: 5n }] };
 * assert.throws(
 *   () => json().encode(order, new Uint8Array(64), 0),
 *   (error) => error instanceof CodecError && error.path === 'value.items[0].price',
 * );
 * ```
 */
export class CodecError extends ReveilleError {
  override name = 'CodecError';

  /** The name of the codec. */
  readonly codec: string;

  /** Which part of the value is meant: `value`, `value.items[0].price`. */
  readonly path: string;

  /**
   * @param codec - the name of the codec.
   * @param path - the part of the value that is meant, beginning with `value`.
   * @param reason - what is the matter with it.
   * @param options - the error behind this one, if there is one.
   */
  constructor(codec: string, path: string, reason: string, options?: ErrorOptions) {
    super(`${codec}: ${path}: ${reason}`, options);
    this.codec = codec;
    this.path = path;
  }
}
