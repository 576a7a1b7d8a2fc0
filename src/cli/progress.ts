import type { Future } from '../core/index.js';
import { co } from '../coroutine/index.js';
import { sleep } from '../time/index.js';
import type { FileCount } from './count-file.js';
import { grouped } from './format.js';

/** The first pause between two reports and the longest; they double in between (milliseconds). */
const FIRST_PAUSE = 25;
const LONGEST_PAUSE = 1_000;

/** The timer task: tells how far the counting is, from time to time, for ever. */
export const progress: (counts: readonly FileCount[], say: (line: string) => void) => Future<void> = co.wrap(
  function* timer(counts, say) {
    let elapsed = 0;
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      yield* sleep(pause);
      elapsed += pause;
      say(`after ${grouped(elapsed)} ms: ${describe(counts)}`);
    }
  },
);

function describe(counts: readonly FileCount[]): string {
  const sum = (of: (count: FileCount) => number): string => grouped(counts.reduce((all, count) => all + of(count), 0));
  return `${sum(({ text }) => text.bytes)} bytes read, ${sum(({ counter }) => counter.words)} words`;
}
