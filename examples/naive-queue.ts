/** A lock-free queue of the web's folklore: the checker finds its mistake, refutes the obvious mend, and passes a third. */
import { type ExploreOptions, explore, ScheduleError } from 'reveille/testing';

const module = new URL('./naive-queue-threads.js', import.meta.url);

/** Runs two threads on a queue, in every order there is; answers what came of it. */
async function check(setup: string, threads: readonly string[]): Promise<string> {
  console.log(`\n--- ${setup}: ${threads.join(' and ')}\n`);
  const options: ExploreOptions = { strategy: 'dpor', onProgress: () => {} };
  try {
    const { complete, text } = await explore({ module, setup, threads, model: 'model' }, options);
    console.log(text);
    return `${setup} ${complete ? 'complete' : 'not complete'}`;
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    console.log(error.message);
    return `${setup} ${error.kind}`;
  }
}

const found = [
  await check('naive', ['producer', 'consumer']), // what it was written for
  await check('naive', ['worker', 'main']), //       what it is used for: an item is lost
  await check('claimed', ['worker', 'main']), //     an item is popped that is not there yet
  await check('stamped', ['worker', 'main']),
];
console.log(`\n${found.join(', ')}`);
