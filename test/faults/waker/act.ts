import fc from 'fast-check';
import { co, PENDING, pollFn, SharedWaker, spawn, type WakerHandle } from 'reveille';
import { Unparker } from 'reveille/park';
import type { Act, Stage } from '../../stress/act.js';
import type { Part } from '../../stress/part.js';
import { Bells } from './bells.js';

interface WakerPlan {
  /** How often each thread asks. */
  readonly count: number;
}

/** What a thread needs of it. */
export interface WakerHandles extends WakerPlan {
  readonly bells: SharedArrayBuffer;
  /** Wakes the main thread's task. */
  readonly waker: WakerHandle;
}

/**
 * Threads that ask the main thread's task something, wake it, and sleep until they have the answer: in a parker, or in
 * `blockOn`, woken by a waker. A wake that is lost is a hang; one for a dead thread must do nothing.
 */
export const WAKER: Act<WakerPlan> = {
  kind: 'wakers and parkers',
  play: 'waker',
  plans: fc.record({ count: fc.integer({ min: 1, max: 2_000 }) }),
  open,
};

async function open({ count }: WakerPlan, parts: readonly Part[]): Promise<Stage> {
  const bells = new Bells();
  const unparkers: (Unparker | undefined)[] = [];
  const over = new Set<number>();
  let waker: WakerHandle | undefined;
  let answered = 0;
  const answering = pollFn(function answering(cx) {
    waker ??= cx.waker.share();
    for (const thread of parts.keys()) {
      if (!bells.answer(thread)) continue;
      answered += 1;
      unparkers[thread]?.unpark();
      const handle = bells.wakerOf(thread, waker);
      if (handle !== undefined) SharedWaker.attach(handle).wake();
    }
    return over.size === parts.length ? undefined : PENDING;
  });
  const task = spawn(
    co(function* () {
      yield* answering;
    }),
  );
  while (waker === undefined) await new Promise(setImmediate);
  const own = SharedWaker.attach(waker);
  const handles: WakerHandles = { count, bells: bells.buffer, waker };
  return {
    handles: parts.map(() => handles),
    async play(here) {
      await task;
      here.done();
    },
    heard(thread, parker) {
      const unparker = Unparker.attach(parker as SharedArrayBuffer);
      unparkers[thread] = unparker;
      unparker.unpark(); // it may have been answered before this came
    },
    ended(thread) {
      over.add(thread);
      own.wake();
    },
    check: () => ({ done: answered, lost: 0 }),
  };
}
