import { END, type Future } from '../core/index.js';
import { co } from '../coroutine/index.js';
import type { Executor } from '../executor/index.js';
import { Keys, LISTENING } from './keys.js';

/** Which key ended the job. In the terminal's raw mode Ctrl-C is a key like any other. */
export type EndKey = 'q' | 'ctrl-c';

const END_KEYS: ReadonlyMap<number, EndKey> = new Map([
  [0x71, 'q'],
  [0x03, 'ctrl-c'],
]);
const S = 0x73;

/** The keyboard task: ready when a key ends the job. */
export const watchKeys: (executor: Executor, say: (line: string) => void) => Future<EndKey | undefined> = co.wrap(
  function* keyboard(executor, say) {
    using keys = new Keys();
    for (let key = yield* keys.next(); key !== END; key = yield* keys.next()) {
      const end = END_KEYS.get(key);
      if (end !== undefined) return end;
      if (key === LISTENING) say('q ends early, s shows the executor');
      if (key === S) say(queuesOf(executor));
    }
    return undefined;
  },
);

/** The executor's four parts, in numbers. */
function queuesOf(executor: Executor): string {
  const { ready, waiting, wakeQueue, cachedWakers } = executor.snapshot();
  const parts = [
    `task queue ${ready.length}`,
    `waiting tasks ${waiting.length}`,
    `wake queue ${wakeQueue.length}`,
    `cached wakers ${cachedWakers.length}`,
  ];
  return parts.join(', ');
}
