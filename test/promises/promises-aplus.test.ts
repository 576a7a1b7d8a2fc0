import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import type { Outcome, Part } from './suite.worker.js';

/** How many cases version 1.1 of Promises/A+ has in the suite `promises-aplus-tests`. */
const CASES = 872;

/** No multiple of three: the suite has most of its cases in threes, of which the last one waits. */
const PARTS = 4;

async function runPart(part: Part): Promise<Outcome> {
  const worker = new Worker(new URL('./suite.worker.js', import.meta.url), { workerData: part });
  try {
    const ended = once(worker, 'exit').then(([code]) => assert.fail(`the thread of part ${part.part} ended: ${code}`));
    const [outcome] = (await Promise.race([once(worker, 'message'), ended])) as [Outcome];
    return outcome;
  } finally {
    await worker.terminate(); // what the suite never settles would keep it alive
  }
}

describe('Promises/A+', { concurrency: true }, () => {
  const adapters = {
    awaitHere: 'await of a future that this thread settles',
    awaitElsewhere: 'await of a task that another thread wakes',
    wrappedHere: 'fromPromise of a promise that this thread settles',
    wrappedElsewhere: 'fromPromise of a promise that another thread settles',
  } satisfies Record<Part['adapter'], string>;
  for (const [adapter, name] of Object.entries(adapters) as [Part['adapter'], string][]) {
    test(name, async (t) => {
      const parts = Array.from({ length: PARTS }, (_, part) => runPart({ adapter, part, parts: PARTS }));
      const outcomes = await Promise.all(parts);
      const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
      t.diagnostic(`${name}: ${passed}/${CASES}`);
      assert.deepEqual(
        outcomes.flatMap((outcome) => outcome.failed),
        [],
      );
      assert.equal(passed, CASES);
    });
  }
});
