import { Context, type Future, PENDING, type Poll, TimeoutError, Waker } from 'reveille';

/** How often the event loop turns at most, until what was polled by hand is dropped. */
const TURNS = 30;

/**
 * Polls a future by hand, lets others go on until it is called, and drops it nevertheless: what it waited for it must leave
 * to others, and the call it must pass on. Answers what the poll did.
 */
export async function pollAndDrop<T>(future: Future<T>): Promise<Poll<T>> {
  let isCalled = false;
  using waker = Waker.from({
    wakeByRef: () => {
      isCalled = true;
    },
  });
  try {
    const found = future.poll(Context.fromWaker(waker));
    if (found !== PENDING) return found;
    for (let turn = 0; turn < TURNS && !isCalled; turn += 1) await new Promise(setImmediate);
    return PENDING;
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
