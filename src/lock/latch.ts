import { isThere } from '../camp/fellow-word.js';
import { compareExchange, load, store } from '../platform/index.js';
import { LATCH } from './layout.js';
import type { Post } from './post.js';

/**
 * From here to {@link unlatch} no other thread has to do with a lock's counts: a spin lock, for a dozen instructions. What is
 * done must leave them in order after each step, since the thread may die at any, and the next one goes on from there.
 *
 * A word that is only ever compared and exchanged would need no latch; but it could not tell whose the permits are, and
 * a dead thread's would be lost.
 */
export function latch({ words, me, seats }: Post): void {
  for (;;) {
    // SYNC: pairs with the store in `unlatch`: what the last one wrote is seen.
    const seen = compareExchange(words, LATCH, 0, me);
    if (seen === 0) return;
    if (!isThere(seats.ground, seen) && compareExchange(words, LATCH, seen, me) === seen) return;
    while (load(words, LATCH) === seen && isThere(seats.ground, seen));
  }
}

export function unlatch({ words }: Post): void {
  store(words, LATCH, 0);
}
