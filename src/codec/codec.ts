/**
 * Turns values into bytes and back, so that they can cross to another thread through shared memory. Both ends need the
 * same codec, made from the same arguments. A codec keeps nothing between two calls: frames may be lost, repeated or read
 * by anybody.
 *
 * The ones here are {@link json}, {@link structured}, {@link record} (the fastest), {@link list}, {@link text},
 * {@link bytes}, and `msgpack` of `reveille/codec/msgpack`. Your own is an object with these three members.
 *
 * Corresponds to a `serde` format, with `Serialize` and `Deserialize` in one.
 *
 * @example
 * ```ts
 * import type { Codec } from 'reveille/codec';
 *
 * // A point in time, as 8 bytes.
 * const date: Codec<Date> = {
 *   name: 'date',
 *   encode(value, bytes, at) {
 *     if (at + 8 > bytes.length) return -1;
 *     new DataView(bytes.buffer, bytes.byteOffset).setFloat64(at, value.getTime());
 *     return at + 8;
 *   },
 *   decode(bytes, at) {
 *     return new Date(new DataView(bytes.buffer, bytes.byteOffset).getFloat64(at));
 *   },
 * };
 *
 * const frame = new Uint8Array(16);
 * const end = date.encode(new Date(0), frame, 0);
 * console.log(end, date.decode(frame, 0, end).toISOString()); // 8 1970-01-01T00:00:00.000Z
 * ```
 */
export interface Codec<T> {
  /** What the codec is called in errors. Codecs of records and lists name what they are made of: equal names, equal bytes. */
  readonly name: string;

  /**
   * Writes the value into `bytes` from index `at`.
   *
   * @param value - what to write; it is not changed.
   * @param bytes - where to write, all the way to its end; it may be shared memory that no other thread looks at yet.
   * @param at - index of the first byte that may be written.
   * @returns the index after the last byte that counts; -1 when the value doesn't fit, with anything behind `at` in
   * `bytes`: the caller comes back with more room.
   * @throws CodecError naming the part of the value that the codec can't carry.
   */
  encode(value: T, bytes: Uint8Array, at: number): number;

  /**
   * Reads the value that stands in `bytes` from index `at` to before index `end`. It keeps no reference to `bytes`.
   *
   * @param bytes - what was written; nobody else may write there meanwhile.
   * @param at - index of the first byte of the value.
   * @param end - index after its last byte.
   * @returns a value of its own.
   * @throws CodecError when that is not what the codec's `encode` writes; TypeError when these are no bytes.
   */
  decode(bytes: Uint8Array, at: number, end: number): T;
}
