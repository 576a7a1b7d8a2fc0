import { isThere } from '../camp/fellow-word.js';
import { compareExchange, load, store } from '../platform/index.js';
import { LATCH } from './layout.js';
import type { Post } from './post.js';

/**
 * Does something to a lock's counts while no other thread does: a spin lock, for a dozen instructions. What is done must
 * leave them in order after each step, since the thread may die at any, and the next one goes on from there.
 *
 * A word that is only ever compared and exchanged would need no latch; but it could not tell whose the permits are, and
 * a dead thread's would be lost.
 */
export function latched<T>(post: Post, job: () => T): T {
  const { words, me, seats } = post;
  for (;;) {
    // SYNC: pairs with the store below: what the last one wrote is seen.
    const seen = compareExchange(words, LATCH, 0, me);
    if (seen === 0) break;
    if (!isThere(seats.ground, seen) && compareExchange(words, LATCH, seen, me) === seen) break;
    while (load(words, LATCH) === seen && isThere(seats.ground, seen));
  }
  try {
    return job();
  } finally {
    store(words, LATCH, 0);
  }
}
