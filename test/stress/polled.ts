import { Context, type Future, PENDING, type Poll, TimeoutError, Waker } from 'reveille';

/**
 * Polls a future by hand, lets others go on, and drops it: what it waited for in vain it must leave to others, and what was
 * called for it meanwhile it must pass on. Answers what the poll did.
 */
export async function pollAndDrop<T>(future: Future<T>): Promise<Poll<T>> {
  try {
    const found = future.poll(Context.fromWaker(Waker.noop()));
    if (found === PENDING) await new Promise(setImmediate);
    return found;
  } finally {
    future[Symbol.dispose]();
  }
}

/** Awaits it with a signal that is aborted when the event loop has turned; `PENDING` when it gave up. */
export async function abortSoon<T>(start: (signal: AbortSignal) => Future<T>): Promise<Poll<T>> {
  const controller = new AbortController();
  const { signal } = controller;
  setImmediate(() => controller.abort());
  try {
    return (await start(signal)) as Poll<T>;
  } catch (error) {
    if (error !== signal.reason) throw error;
    return PENDING;
  }
}

/** Calls it; `PENDING` when its time was over. */
export function withinLimit<T>(operation: (options: { readonly timeout: number }) => T): Poll<T> {
  try {
    return operation({ timeout: 1 }) as Poll<T>;
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    return PENDING;
  }
}
