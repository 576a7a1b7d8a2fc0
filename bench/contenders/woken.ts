/**
 * A task that is woken many times before its executor polls it: every wake but the first finds it woken. The thread that
 * wakes is the task's own, so that no cache line is on its way: as for another thread while this one sleeps or computes.
 */
import { Executor, PENDING, pollFn, SharedWaker, type Waker } from 'reveille';
import type { Work } from '../scenario.js';

/** Wakes as often as there are iterations, and sees that this came to a single poll. */
function waking(makeWake: (waker: Waker) => () => void): Work {
  const executor = new Executor();
  let wake: (() => void) | undefined;
  let polls = 0;
  executor.spawn(
    pollFn((cx) => {
      polls += 1;
      wake ??= makeWake(cx.waker);
      return PENDING;
    }),
  );
  executor.runUntilStalled();
  const again = wake as unknown as () => void;
  return {
    units: 1,
    run(iterations) {
      polls = 0;
      for (let i = 0; i < iterations; i += 1) again();
      executor.runUntilStalled();
      return iterations * polls;
    },
  };
}

export const bySharedWaker = (): Work =>
  waking((waker) => {
    const shared = SharedWaker.attach(waker.share());
    return () => shared.wake();
  });

export const byWaker = (): Work =>
  waking((waker) => {
    const own = waker.clone();
    return () => own.wakeByRef();
  });
