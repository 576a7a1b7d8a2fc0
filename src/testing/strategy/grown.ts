/** `array` if it has room for `length` items, else a copy of twice the size or more. */
export function grown<T extends Uint8Array | Int32Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}
