/** Cases of one task: how often its future is polled and dropped, and what its joiner gets. */
import assert from 'node:assert/strict';
import {
  blockOn,
  CancelledError,
  type Context,
  type Executor,
  Future,
  type JoinHandle,
  PENDING,
  type Poll,
  race,
  ready,
  type Waker,
} from 'reveille';
import type { Play } from '../table/row.js';
import { onExecutors } from './executor-kinds.js';

/** A future that counts, keeps its waker, and does in each poll what it is told. */
class Counted extends Future<number> {
  polls = 0;
  drops = 0;
  waker: Waker | undefined;

  constructor(readonly onPoll: (self: Counted) => Poll<number> = () => 7) {
    super();
  }

  override poll(cx: Context): Poll<number> {
    this.polls += 1;
    this.waker?.[Symbol.dispose]();
    this.waker = cx.waker.clone();
    const answer = this.onPoll(this);
    if (answer !== PENDING) this.release();
    return answer;
  }

  release(): void {
    this.waker?.[Symbol.dispose]();
    this.waker = undefined;
  }

  override [Symbol.dispose](): void {
    this.drops += 1;
    this.release();
  }
}

/** A task of such a future. */
function onTask(
  onPoll: ((self: Counted) => Poll<number>) | undefined,
  body: (task: { executor: Executor; future: Counted; handle: JoinHandle<number> }) => void,
): Play {
  return onExecutors((executor) => {
    const future = new Counted(onPoll);
    const handle = executor.spawn(future);
    body({ executor, future, handle });
    future.release();
  });
}

const fails = (): never => {
  throw new Error('as told');
};
const counts = ({ polls, drops }: Counted): number[] => [polls, drops];

/** Its handle is dropped before it runs: it runs all the same, once. */
export const detachAndRun = onTask(undefined, ({ executor, future, handle }) => {
  handle[Symbol.dispose]();
  assert.deepEqual(counts(future), [0, 0]);
  executor.run();
  assert.deepEqual(counts(future), [1, 0]);
});

/** Its handle is dropped when it is over. */
export const runAndDetach = onTask(undefined, ({ executor, future, handle }) => {
  executor.run();
  handle[Symbol.dispose]();
  assert.deepEqual(counts(future), [1, 0]);
});

/** The executor is dropped before it ran: its future is dropped, never polled. */
export const dropped = onTask(undefined, ({ executor, future, handle }) => {
  executor[Symbol.dispose]();
  assert.deepEqual([...counts(future), handle.isFinished], [0, 1, true]);
});

/** Aborted before it ran: dropped at once, never polled, and the joiner learns it. */
export const cancelAndRun = onTask(undefined, ({ executor, future, handle }) => {
  handle.abort();
  executor.runUntilStalled();
  assert.deepEqual(counts(future), [0, 1]);
  assert.throws(() => executor.runUntil(handle), CancelledError);
});

/** Aborted when it is over: nothing happens, and the joiner gets the value. */
export const runAndCancel = onTask(undefined, ({ executor, future, handle }) => {
  executor.run();
  handle.abort();
  assert.equal(executor.runUntil(handle), 7);
  assert.deepEqual(counts(future), [1, 0]);
});

/** A join that was begun, and given up for something else, leaves the task to run, and to be joined. */
export const tryJoin = onTask(undefined, ({ executor, future, handle }) => {
  const borrowed = new (class extends Future<number | string> {
    override poll(cx: Context): Poll<number | string> {
      return handle.poll(cx);
    }
  })();
  assert.equal(blockOn(race([borrowed, ready('at once')])), 'at once');
  assert.deepEqual(counts(future), [0, 0]);
  assert.equal(executor.runUntil(handle), 7);
  assert.deepEqual(counts(future), [1, 0]);
});

/** A wake by hand makes it run again, once, however many there were. */
export const wakes = onTask(
  ({ polls }) => (polls === 3 ? 7 : PENDING),
  ({ executor, future, handle }) => {
    for (let n = 1; n < 3; n += 1) {
      executor.runUntilStalled();
      assert.equal(future.polls, n);
      future.waker?.wakeByRef();
      future.waker?.wakeByRef();
    }
    assert.equal(executor.runUntil(handle), 7);
    assert.equal(future.polls, 3);
  },
);

/** Woken while it runs, it runs again. */
export const wakeDuringRun = onTask(
  ({ polls, waker }) => {
    if (polls === 2) return 7;
    waker?.wakeByRef();
    return PENDING;
  },
  ({ executor, future, handle }) => {
    assert.equal(executor.runUntil(handle), 7);
    assert.deepEqual(counts(future), [2, 0]);
  },
);

/** Aborted while it runs, with and without a wake: dropped when its poll returns, and polled no more. */
export const cancelDuringRun = (wake: 'before' | 'after' | 'never', outcome: 'pending' | 'ready' | 'fails'): Play =>
  onExecutors((executor) => {
    let handle: JoinHandle<number> | undefined;
    const future = new Counted((self) => {
      if (wake === 'before') self.waker?.wakeByRef();
      handle?.abort();
      assert.equal(self.drops, 0);
      if (wake === 'after') self.waker?.wakeByRef();
      return outcome === 'pending' ? PENDING : outcome === 'ready' ? 7 : fails();
    });
    handle = executor.spawn(future);
    const joined = (): number => executor.runUntil(handle as JoinHandle<number>);
    if (outcome === 'pending') assert.throws(joined, CancelledError);
    else if (outcome === 'ready') assert.equal(joined(), 7);
    else assert.throws(joined, /as told/);
    assert.deepEqual(counts(future), [1, outcome === 'pending' ? 1 : 0]);
    future.release();
  });

/** Its error is the joiner's, whenever that one begins to join. */
export const errorToJoiner = onTask(fails, ({ executor, future, handle }) => {
  assert.throws(() => executor.runUntil(handle), /as told/);
  assert.deepEqual([...counts(future), handle.isFinished], [1, 0, true]);
});

/** An error that nobody joins is thrown by whoever runs the executor, and the future is done with. */
export const errorOfDetached = onTask(fails, ({ executor, future, handle }) => {
  handle[Symbol.dispose]();
  assert.throws(() => executor.run(), /as told/);
  assert.deepEqual(counts(future), [1, 0]);
});

/** Joined twice: the second join is told so. */
export const joinTwice = onTask(undefined, ({ executor, handle }) => {
  assert.equal(executor.runUntil(handle), 7);
  assert.throws(() => executor.runUntil(handle), { name: 'PollError' });
});
