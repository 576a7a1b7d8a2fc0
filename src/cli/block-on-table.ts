import { blockOn } from '../block-on/index.js';
import type { Figure } from './figures.worker.js';
import { duration } from './format.js';
import { Reply } from './reply.js';

/** A hundred times what it takes (milliseconds). */
const LIMIT = 60_000;

/**
 * The `block_on` table of a short run, in criterion's form: `name/N  time: [low estimate high]`. Another thread measures;
 * this one blocks on that.
 *
 * @throws TimeoutError when nothing comes.
 */
export function blockOnTable(): string[] {
  const figures = new Reply<Figure[]>(new URL('./figures.worker.js', import.meta.url), (waker) => waker);
  const { worker, reply } = blockOn(figures, { timeout: LIMIT });
  worker[Symbol.dispose]();
  const width = Math.max(...reply.map(({ name }) => name.length));
  return reply.map(({ name, low, median, high }) => {
    return `${name.padEnd(width)}   time:   [${duration(low)} ${duration(median)} ${duration(high)}]`;
  });
}
