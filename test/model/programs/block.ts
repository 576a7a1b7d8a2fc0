import { blockOn, type Future, PENDING, pollFn } from 'reveille';

/**
 * `blockOn` that does not depend on runs before: a wake that came too late for the last call of a thread is taken by the
 * first poll of the next one, which looks once more for it.
 */
export function block<T>(future: Future<T>): T {
  let polls = 0;
  blockOn(
    pollFn((cx) => {
      polls += 1;
      if (polls > 1) return undefined;
      cx.waker.wakeByRef();
      return PENDING;
    }),
  );
  return blockOn(future);
}
