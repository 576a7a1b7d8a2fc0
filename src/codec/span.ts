/**
 * What a codec is to decode, as its users may say it. In few words, for it is in each program that has a codec, and seldom wrong: channels say it
 * themselves.
 *
 * @throws TypeError when these are no bytes, or there are none from `at` to `end`.
 */
export function checkSpan(bytes: Uint8Array, at: number, end: number): void {
  const isSpan = Number.isInteger(at) && Number.isInteger(end) && at >= 0 && at <= end;
  if (isSpan && bytes instanceof Uint8Array && end <= bytes.length) return;
  throw new TypeError('bytes, at, end: expected a Uint8Array, and the bounds of a part of it');
}
