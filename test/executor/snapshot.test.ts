import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  co,
  Executor,
  type Future,
  type JoinHandle,
  PENDING,
  pending,
  pollFn,
  SharedWaker,
  type Snapshot,
  sleep,
  type WakerHandle,
  yieldNow,
} from 'reveille';

/** A task that shares its waker, and waits. */
function sharing(handles: WakerHandle[]): Future<never> {
  return pollFn<never>((cx) => {
    handles.push(cx.waker.share());
    return PENDING;
  });
}

const ids = (...handles: JoinHandle<unknown>[]): number[] => handles.map((handle) => handle.id);

test('an_empty_executor', () => {
  const empty: Snapshot = { ready: [], waiting: [], wakeQueue: [], cachedWakers: [] };
  assert.deepEqual(new Executor().snapshot(), empty);
});

test('the_four_parts_of_an_executor', () => {
  const executor = new Executor();
  const handles: WakerHandle[] = [];
  const waiting = executor.spawn(pending());
  const woken = executor.spawn(sharing(handles));
  executor.runUntilStalled();
  SharedWaker.attach(handles[0] as WakerHandle).wake(); // as another thread would
  const fresh = executor.spawn(yieldNow());
  assert.deepEqual(executor.snapshot(), {
    ready: [{ id: fresh.id, future: 'yieldNow' }],
    waiting: [
      { id: waiting.id, future: 'pending' },
      { id: woken.id, future: 'pollFn' },
    ],
    wakeQueue: [woken.id],
    cachedWakers: ids(waiting, woken, fresh),
  });
});

test('the_wake_queue_shows_the_latest_first_and_is_left_as_it_is', () => {
  const executor = new Executor();
  const handles: WakerHandle[] = [];
  const tasks = [0, 1, 2].map(() => executor.spawn(sharing(handles)));
  executor.runUntilStalled();
  for (const handle of handles) SharedWaker.attach(handle).wake();
  const expected = ids(...tasks).reverse();
  assert.deepEqual(executor.snapshot().wakeQueue, expected);
  assert.deepEqual(executor.snapshot().wakeQueue, expected);
  tasks[1]?.abort();
  assert.deepEqual(executor.snapshot().wakeQueue, [expected[0], expected[2]]);
});

test('a_waiting_task_says_what_it_waits_for', () => {
  const executor = new Executor();
  executor.spawn(
    co(function* outer() {
      yield* co(function* inner() {
        yield* sleep(60_000);
      });
    }),
  );
  executor.runUntilStalled();
  assert.deepEqual(
    executor.snapshot().waiting.map(({ future }) => future),
    ['co outer in inner awaiting sleep(60000 ms)'],
  );
});

test('a_snapshot_by_a_running_task_shows_the_rest_of_its_round', () => {
  const executor = new Executor();
  const seen: Snapshot[] = [];
  const waiting = executor.spawn(pending());
  executor.runUntilStalled();
  const watcher = executor.spawn(
    pollFn(() => {
      executor.spawn(yieldNow());
      seen.push(executor.snapshot());
    }),
  );
  const [second, aborted, third] = [executor.spawn(yieldNow()), executor.spawn(yieldNow()), executor.spawn(pending())];
  aborted.abort();
  executor.tick();
  const [{ ready, waiting: others }] = seen as [Snapshot];
  assert.deepEqual(
    ready.map(({ id }) => id),
    [second.id, third.id, third.id + 1],
  );
  assert.deepEqual(
    others.map(({ id }) => id),
    [waiting.id, watcher.id],
  );
});

test('a_snapshot_shows_the_order_of_the_wakes', () => {
  const executor = new Executor();
  const wake: (() => void)[] = [];
  const seen: Snapshot[] = [];
  const tasks = [0, 1, 2, 3].map((index) =>
    executor.spawn(
      pollFn((cx) => {
        wake[index] ??= () => cx.waker.wakeByRef();
        if (seen.length < 2) seen.push(executor.snapshot());
        return PENDING;
      }),
    ),
  );
  executor.runUntilStalled();
  seen.length = 0;
  for (const index of [3, 1, 0, 2]) wake[index]?.();
  assert.deepEqual(
    executor.snapshot().ready.map(({ id }) => id),
    [3, 1, 0, 2].map((index) => tasks[index]?.id),
  );
  executor.tick();
  assert.deepEqual(
    seen.map(({ ready }) => ready.map(({ id }) => id)),
    [
      [1, 0, 2],
      [0, 2],
    ].map((order) => order.map((index) => tasks[index]?.id)),
  );
});

test('tasks_that_are_over_are_in_no_part', () => {
  const executor = new Executor();
  const handle = executor.spawn(yieldNow());
  executor.spawn(yieldNow());
  handle.abort();
  assert.equal(executor.snapshot().ready.length, 1);
  executor.run();
  assert.deepEqual(executor.snapshot(), { ready: [], waiting: [], wakeQueue: [], cachedWakers: [] });
});

test('a_task_that_cleans_up_says_so', () => {
  const executor = new Executor();
  const handle = executor.spawn(
    co(function* leaving() {
      try {
        yield* pending();
      } finally {
        yield* sleep(60_000);
      }
    }),
  );
  executor.runUntilStalled();
  handle.abort();
  executor.runUntilStalled();
  const [view] = executor.snapshot().waiting;
  assert.equal(view?.id, handle.id);
  assert.match(view?.future ?? '', /^clean-up of co leaving awaiting sleep/);
});
