/** Cases of running executors. */
import assert from 'node:assert/strict';
import { co, Executor, lazy, PENDING, PollError, pending, pollFn, type Waker } from 'reveille';
import { park, Thread } from 'reveille/park';
import { onExecutors } from './executor-kinds.js';

/** A tally and a future that adds to it. */
function tally() {
  const count = { of: 0 };
  const one = () =>
    lazy(() => {
      count.of += 1;
    });
  return { count, one };
}

/** What it drives runs once, whatever else waits. */
export const runUntil = onExecutors((executor) => {
  const { count, one } = tally();
  executor.spawn(pending());
  executor.runUntil(one());
  assert.deepEqual([count.of, executor.size], [1, 1]);
});

/** What it waits for may come of a task that was spawned. */
export const runUntilOfSpawned = onExecutors((executor) => {
  let waker: Waker | undefined;
  let isSent = false;
  executor.spawn(
    lazy(() => {
      isSent = true;
      waker?.wakeByRef();
    }),
  );
  executor.runUntil(
    pollFn((cx) => {
      waker?.[Symbol.dispose]();
      waker = isSent ? undefined : cx.waker.clone();
      return isSent ? 'sent' : PENDING;
    }),
  );
  waker?.[Symbol.dispose]();
});

/** Without tasks every way to run returns at once, again and again. */
export const empty = onExecutors((executor) => {
  for (let n = 0; n < 2; n += 1) {
    executor.run();
    executor.runUntilStalled();
    assert.equal(executor.tick(), false);
  }
});

/** Tasks spawn tasks. */
export const spawned = onExecutors((executor) => {
  const { count, one } = tally();
  executor.spawn(lazy(() => void executor.spawn(one())));
  executor.run();
  assert.equal(count.of, 1);
});

/** Many. */
export const spawnMany = onExecutors((executor) => {
  const { count, one } = tally();
  for (let n = 0; n < 200; n += 1) executor.spawn(one());
  executor.run();
  assert.equal(count.of, 200);
});

/** One round polls what is ready, and not what waits; a wake makes it ready once more. */
export const rounds = onExecutors((executor) => {
  let polls = 0;
  let waker: Waker | undefined;
  executor.spawn(pending());
  executor.spawn(
    pollFn((cx) => {
      polls += 1;
      waker?.[Symbol.dispose]();
      waker = cx.waker.clone();
      return polls === 5 ? 'done' : PENDING;
    }),
  );
  executor.runUntilStalled();
  for (let n = 1; n < 5; n += 1) {
    assert.equal(polls, n);
    executor.tick();
    assert.equal(polls, n, 'nobody woke it');
    waker?.wakeByRef();
    executor.runUntilStalled();
  }
  assert.deepEqual([polls, executor.size], [5, 1]);
  waker?.[Symbol.dispose]();
});

/** All that is ready runs, time and again, beside ever more that waits. */
export const stalledRepeatedly = onExecutors((executor) => {
  const { count, one } = tally();
  for (let round = 0; round < 50; round += 1) {
    for (let n = 0; n < 3; n += 1) {
      executor.spawn(pending());
      executor.spawn(lazy(() => void executor.spawn(one())));
    }
    executor.runUntilStalled();
    assert.equal(count.of, 3 * (round + 1));
  }
});

/** Another executor may run within a task; this one may not. */
export const nesting = onExecutors((executor) => {
  const { count, one } = tally();
  const outer = executor.spawn(
    lazy(() => {
      const inner = new Executor();
      inner.spawn(one());
      inner.run();
      assert.throws(() => executor.run(), PollError);
      assert.throws(() => executor.runUntilStalled(), PollError);
    }),
  );
  executor.runUntil(outer);
  assert.equal(count.of, 1);
});

/** Two tasks that wake themselves have their turns by turns. */
export const fairly = onExecutors((executor) => {
  const polls = [0, 0];
  const spin = (index: number) =>
    pollFn((cx) => {
      polls[index]! += 1;
      assert.ok(Math.abs(polls[0]! - polls[1]!) <= 1 || polls[1 - index]! >= 100);
      if (polls[index]! >= 100) return 'done';
      cx.waker.wakeByRef();
      return PENDING;
    });
  executor.spawn(spin(0));
  executor.spawn(spin(1));
  executor.run();
});

/** A program's own park takes no wake of the executor's, and is not ended by one. */
export const parks = onExecutors((executor) => {
  let polls = 0;
  executor.runUntil(
    pollFn((cx) => {
      polls += 1;
      if (polls === 2) return 'done';
      cx.waker.wakeByRef();
      Thread.current().unpark();
      park();
      return PENDING;
    }),
  );
  assert.equal(polls, 2);
});

/** A coroutine that awaits itself by many others is driven at any depth. */
export const recursion = onExecutors((executor) => {
  const sum: (n: number) => ReturnType<typeof lazy<number>> = co.wrap(function* (n: number) {
    return n === 0 ? 0 : n + (yield* sum(n - 1));
  }) as never;
  assert.equal(executor.runUntil(sum(2_000)), 2_001_000);
});
