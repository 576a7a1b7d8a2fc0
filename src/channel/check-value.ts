import { PollError } from '../core/errors.js';
import { PENDING } from '../core/poll.js';
import { END } from '../core/stream.js';

/** @throws TypeError when `value` is one of the two that are answers of the library's own. */
export function checkValue(name: string, value: unknown): void {
  if (typeof value === 'symbol' && (value === PENDING || value === END)) {
    throw new TypeError(`${name}: expected anything but ${value === END ? 'END' : 'PENDING'}, which is no value`);
  }
}

/** The error for an end that is used although it was dropped. */
export function dropped(verb: string, end: 'sender' | 'receiver'): PollError {
  return new PollError(`${verb}: this ${end} was dropped`);
}
