import { HandleError } from '../core/errors.js';
import { newShared } from '../core/shared-buffer.js';
import { canBlock, steadyNow, wait } from '../platform/index.js';

/** Rounds without a nap: some microseconds, longer than any step takes on a thread that runs. */
export const SPINS = 200;
/** Rounds after which it is worth a look whether the peer lives at all: some milliseconds. */
export const LATE = SPINS + 32;
/** Milliseconds of a nap. */
const NAP = 0.1;
/** Naps before the peer is given up for dead: a second, and on a busy machine, where a nap is ten times longer than asked for, ten. */
const NAPS = 6_000;

/**
 * One round of letting another thread finish a step that this one depends on. The caller looks again after each round
 * and hands in the number of the last one, from 0.
 *
 * Between the two steps of an operation a queue is in a state in which neither "empty" nor "full" would be true. The
 * peer needs some nanoseconds more, unless it lost its processor; then a nap gives it ours. `wait` on a word that nobody
 * changes is that nap: JavaScript has no `yield_now`.
 *
 * Rounds are counted, rather than time: each is a chance for the peer, however busy the machine, and the clock goes on while a
 * laptop sleeps.
 *
 * @returns the number of this round.
 * @throws HandleError when the peer does not come on: its thread was terminated in the middle, or the memory was
 * overwritten. An error, since waiting for it would be a hang.
 */
export function linger(round: number): number {
  if (round >= SPINS) {
    if (round === SPINS + NAPS) throw new HandleError('queue: another thread died in the middle of an operation on it');
    nap();
  }
  return round + 1;
}

let bed: Int32Array | undefined;

/** Leaves the processor to others for a tenth of a millisecond. */
export function nap(): void {
  if (canBlock()) {
    bed ??= new Int32Array(newShared(4)); // not sooner: a web page may have no shared memory
    wait(bed, 0, 0, NAP);
    return;
  }
  const until = steadyNow() + NAP;
  while (steadyNow() < until);
}

/** The error for indexes and stamps that no order of operations leads to. */
export function corrupt(): HandleError {
  return new HandleError('queue: its memory was overwritten: an index or stamp is not one that a queue can have');
}
