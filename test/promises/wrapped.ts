import { fromPromise } from 'reveille';
import { adapterOf, type Decision } from './adapter.js';
import { SettlingThread } from './settling-thread.js';

/** A promise of the host's and, for each `then`, a future of it; `settle` settles the promise. */
function wrapped(decision: Decision) {
  let settle!: () => void;
  const host = new Promise<void>((resolve) => {
    settle = resolve;
  }).then(() => decision.answer());
  host.catch(() => {}); // as of a promise that nobody awaits
  return {
    promise: { then: (yes, no) => fromPromise(host).then(yes, no) } satisfies PromiseLike<unknown>,
    settle,
  };
}

/** Promises that this thread settles. */
export const wrappedHere = () => adapterOf(wrapped);

/** Promises that are settled when a number has gone to another thread, and come back, through channels in shared memory. */
export function wrappedElsewhere() {
  const thread = new SettlingThread();
  return adapterOf((decision) => {
    const { promise, settle } = wrapped(decision);
    return { promise, settle: () => thread.echo(thread.next(), settle) };
  });
}
