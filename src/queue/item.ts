import { describe } from '../core/check.js';

/** @throws TypeError when `value` is `undefined`, which `pop` answers when there is no item. */
export function checkItem(value: unknown): void {
  if (value === undefined) throw new TypeError('value: expected anything but undefined, which means "no item"');
}

/** Tells why `value` is not a signed 32-bit word. Apart from the check itself, which is thus short enough to inline. */
export function notAWord(value: unknown): TypeError | RangeError {
  if (typeof value !== 'number') return new TypeError(`value: expected a number, got ${describe(value)}`);
  return new RangeError(`value: expected a whole number from -2147483648 to 2147483647, got ${value}`);
}
