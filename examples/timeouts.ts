/** Timeouts and cancellation: a future that is dropped stops at once, and its `finally` blocks run. */
import {
  blockOn,
  CancelledError,
  co,
  Executor,
  fromPromise,
  pending,
  ready,
  select,
  sleep,
  TimeoutError,
  timeout,
} from 'reveille';

const NEVER_IN_THIS_PROGRAM = 60_000;

/** Work that takes too long, and cleans up when it is left, even with something that takes time itself. */
const work = co.wrap(function* work(name: string) {
  console.log(`${name}: begins`);
  try {
    yield* sleep(NEVER_IN_THIS_PROGRAM);
    return `${name}: done`;
  } finally {
    yield* sleep(1);
    console.log(`${name}: cleaned up`);
  }
});

// A time limit drops what misses it, and says what that was.
try {
  blockOn(timeout(work('slow'), 10));
} catch (error) {
  if (!(error instanceof TimeoutError)) throw error;
  console.log(`${error.name}: ${error.message}`);
}

// The first to answer wins, and the others are dropped; this one wins so soon that the work never begins.
const first = blockOn(select({ line: ready('a line'), work: work('late'), quiet: sleep(NEVER_IN_THIS_PROGRAM) }));
console.log(`${first.key}:`, first.value);

// Aborting a task drops its future; whoever joins it learns of it after the clean-up.
const executor = new Executor();
const handle = executor.spawn(work('task'));
executor.runUntilStalled();
handle.abort();
try {
  executor.runUntil(handle);
} catch (error) {
  if (!(error instanceof CancelledError)) throw error;
  console.log(error.name);
}

// A promise cannot be dropped, but what it belongs to can be told: by the signal.
const fetching = fromPromise((signal) => {
  signal.addEventListener('abort', () => console.log('fetch: aborted'));
  return new Promise<string>(() => {});
});
await select({ fetching, stop: sleep(1) });

// Nobody can ever wake this: an error, not a hang.
try {
  blockOn(pending());
} catch (error) {
  console.log((error as Error).name);
}
