import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { after, test } from 'node:test';
import {
  CancelledError,
  co,
  Executor,
  fromPromise,
  PENDING,
  pending,
  pollFn,
  ready,
  sleep,
  sleepUntil,
  spawn,
  yieldNow,
} from 'reveille';
import { eventLoop } from 'reveille/executor';
import { Probe, taken } from '../support/probe.js';
import { Counted, WakingThread } from '../support/waking-thread.js';

const thread = WakingThread.start();
after(() => thread[Symbol.asyncDispose]());

const onLoop = (): Executor => new Executor({ idle: eventLoop() });

/** How many host timers are armed. */
const hostTimers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('it_drives_itself_as_soon_as_something_is_spawned', async () => {
  const log: string[] = [];
  const executor = onLoop();
  const handle = executor.spawn(
    co(function* () {
      log.push('polled');
      yield* yieldNow();
      return 'done';
    }),
  );
  log.push('spawned');
  assert.equal(await handle, 'done');
  assert.deepEqual(log, ['spawned', 'polled'], 'not within the call');
});

test('spawn_needs_no_executor', async () => {
  const handles = [1, 2, 3].map((n) =>
    spawn(
      co(function* () {
        yield* sleep(n);
        return n;
      }),
    ),
  );
  assert.deepEqual(await Promise.all(handles), [1, 2, 3]);
});

test('spawn_refuses_what_is_no_future', () => {
  assert.throws(
    () => spawn(Promise.resolve() as never),
    (error) => error instanceof TypeError && error.message.startsWith('future: '),
  );
});

test('tasks_await_promises', async () => {
  const answer = await spawn(
    co(function* () {
      const text = yield* fromPromise(Promise.resolve('from a promise'));
      try {
        yield* fromPromise(Promise.reject(new Error('rejected')));
      } catch (error) {
        return `${text}, ${(error as Error).message}`;
      }
      return text;
    }),
  );
  assert.equal(answer, 'from a promise, rejected');
});

test('promises_timers_and_immediates_go_on_while_it_is_idle', async () => {
  const log: string[] = [];
  const executor = onLoop();
  const handle = executor.spawn(sleep(30));
  setTimeout(() => log.push('timeout'), 1);
  setImmediate(() => log.push('immediate'));
  void Promise.resolve().then(() => log.push('promise'));
  await handle;
  assert.deepEqual(log.toSorted(), ['immediate', 'promise', 'timeout']);
});

test('a_task_that_wakes_itself_starves_neither_timers_nor_immediates', async () => {
  const log: string[] = [];
  setTimeout(() => log.push('timeout'), 1);
  setImmediate(() => log.push('immediate'));
  await spawn(
    co(function* () {
      while (log.length < 2) yield* yieldNow();
    }),
  );
  assert.equal(log.length, 2);
});

test('tasks_that_wait_for_promises_that_are_there_starve_neither_timers_nor_immediates', async () => {
  const log: string[] = [];
  setTimeout(() => log.push('timeout'), 1);
  setImmediate(() => log.push('immediate'));
  await spawn(
    co(function* () {
      while (log.length < 2) yield* fromPromise(Promise.resolve());
    }),
  );
  assert.equal(log.length, 2);
});

test('two_executors_that_wake_each_other_starve_neither_timers_nor_immediates', async () => {
  const log: string[] = [];
  setTimeout(() => log.push('timeout'), 1);
  setImmediate(() => log.push('immediate'));
  const probes = [new Probe('a'), new Probe('b')] as const;
  const wakers = probes.map((probe, i) =>
    onLoop().spawn(
      pollFn((cx) => {
        if (log.length === 2) {
          probes[1 - i]?.answer('end');
          return;
        }
        probe.poll(cx);
        probes[1 - i]?.wake();
        return PENDING;
      }),
    ),
  );
  for (const handle of wakers) await handle;
  assert.equal(log.length, 2);
});

test('it_goes_on_in_microtasks_after_many_rounds', async () => {
  const executor = onLoop();
  for (let i = 0; i < 1000; i += 1) await executor.spawn(ready(i));
  await turn();
  let immediate = false;
  setImmediate(() => {
    immediate = true;
  });
  await executor.spawn(ready(1));
  assert.equal(immediate, false, 'a task that is ready does not wait for a turn of the event loop');
});

test('one_host_timer_at_most', async () => {
  const before = hostTimers();
  const executor = onLoop();
  const handles = Array.from({ length: 1000 }, (_, i) => executor.spawn(sleep(60_000 + (i % 7))));
  await turn();
  assert.equal(hostTimers() - before, 1);
  for (const handle of handles) handle.abort();
  await turn();
  assert.equal(hostTimers() - before, 0);
});

test('no_host_timer_without_a_sleep', async () => {
  const before = hostTimers();
  const executor = onLoop();
  const handle = executor.spawn(pending());
  await turn();
  assert.equal(hostTimers() - before, 0);
  handle.abort();
});

test('a_dropped_sleep_leaves_no_host_timer', async () => {
  const before = hostTimers();
  const executor = onLoop();
  const handle = executor.spawn(sleep(60_000));
  await turn();
  assert.equal(hostTimers() - before, 1);
  handle.abort();
  await turn();
  assert.equal(hostTimers() - before, 0);
});

test('an_earlier_sleep_is_not_held_up_by_a_later_one', async () => {
  const executor = onLoop();
  const late = executor.spawn(sleep(60_000));
  await turn();
  const start = performance.now();
  await executor.spawn(sleep(5));
  const waited = performance.now() - start;
  assert.ok(waited >= 5 && waited < 30_000);
  late.abort();
});

test('a_sleep_longer_than_the_hosts_timers_reach', async () => {
  const executor = onLoop();
  const handle = executor.spawn(sleep(2 ** 40));
  await turn();
  await sleep(5);
  assert.equal(handle.isFinished, false, 'setTimeout would have fired at once');
  handle.abort();
});

test('a_wake_from_another_thread_arrives_without_polling', async () => {
  const executor = onLoop();
  let polls = 0;
  const handle = executor.spawn(
    pollFn((cx) => {
      polls += 1;
      if (polls === 1) {
        thread.later(200, cx.waker.share());
        return PENDING;
      }
      return 'woken';
    }),
  );
  await turn();
  const loop = performance.eventLoopUtilization();
  assert.equal(await handle, 'woken');
  assert.equal(polls, 2);
  assert.ok(performance.eventLoopUtilization(loop).utilization < 0.5, 'the loop slept');
});

test('wakes_from_another_thread_arrive_while_the_loop_is_busy', async () => {
  const each = 300;
  const counted = new Counted(each, (handle, counter) => {
    thread.obey({ handles: [handle], counter, each, acknowledged: true });
  });
  let stop = false;
  const busy = (async () => {
    while (!stop) await turn();
  })();
  assert.equal(await spawn(counted), each);
  stop = true;
  await busy;
});

test('tasks_that_share_and_end_leave_nothing_that_keeps_the_process_alive', async () => {
  const before = hostTimers();
  const executor = onLoop();
  for (let i = 0; i < 3; i += 1) {
    const counted = new Counted(1, (handle, counter) => thread.obey({ handles: [handle], counter, each: 1 }));
    await executor.spawn(counted);
    await turn();
    assert.equal(hostTimers() - before, 0);
  }
  const handle = executor.spawn(
    pollFn((cx) => {
      cx.waker.share();
      return PENDING;
    }),
  );
  await turn();
  assert.equal(hostTimers() - before, 1, 'it waits for another thread');
  handle.abort();
  await turn();
  assert.equal(hostTimers() - before, 0);
});

test('a_waker_that_is_shared_between_two_polls_is_listened_to', async () => {
  const executor = onLoop();
  const wakers: { share: () => void }[] = [];
  let polls = 0;
  const handle = executor.spawn(
    pollFn((cx) => {
      polls += 1;
      const waker = cx.waker.clone();
      wakers.push({ share: () => thread.later(1, waker.share()) });
      return polls === 2 ? 'woken' : PENDING;
    }),
  );
  await turn();
  wakers[0]?.share();
  assert.equal(await handle, 'woken');
});

test('abort_from_the_event_loop', async () => {
  const log: string[] = [];
  const executor = onLoop();
  const handle = executor.spawn(
    co(function* () {
      try {
        yield* pending();
      } finally {
        yield* sleep(1);
        log.push('cleaned up');
      }
    }),
  );
  await turn();
  handle.abort();
  await assert.rejects(async () => await handle, CancelledError);
  assert.deepEqual(log, ['cleaned up']);
});

test('finished_is_awaited', async () => {
  const log: string[] = [];
  const executor = onLoop();
  const start = performance.now() + 50; // time enough to begin
  for (const ms of [3, 1]) {
    executor.spawn(
      co(function* () {
        yield* sleepUntil(start + ms);
        log.push(`${ms} ms`);
      }),
    );
  }
  await executor.finished();
  assert.deepEqual(log, ['1 ms', '3 ms']);
  await executor.finished();
});

test('run_and_run_until_are_refused', () => {
  const executor = onLoop();
  assert.throws(
    () => executor.run(),
    (error) => error instanceof TypeError && error.message.startsWith('run: '),
  );
  assert.throws(
    () => executor.runUntil(ready(1)),
    (error) => error instanceof TypeError && error.message.startsWith('runUntil: '),
  );
  assert.equal(executor.size, 0);
});

test('tick_and_run_until_stalled_work_by_hand', () => {
  const log: string[] = [];
  const executor = onLoop();
  executor.spawn(pollFn(() => void log.push('ticked')));
  assert.equal(executor.tick(), false);
  executor.spawn(yieldNow());
  executor.runUntilStalled();
  assert.deepEqual([taken(log), executor.size], [['ticked'], 0]);
});

test('an_error_that_is_joined_in_the_same_turn_is_handled', async () => {
  const error = new Error('no');
  const failing = (): Executor['spawn'] extends (...args: never) => infer H ? H : never =>
    onLoop().spawn(
      co(function* () {
        throw error;
      }),
    );
  await assert.rejects(async () => await failing(), error);
  const late = failing();
  await Promise.resolve();
  await Promise.resolve();
  assert.equal(late.isFinished, true);
  await assert.rejects(async () => await late, error);
});

test('a_dropped_executor_stops', async () => {
  const before = hostTimers();
  const log: string[] = [];
  const executor = onLoop();
  executor.spawn(
    co(function* () {
      try {
        yield* sleep(60_000);
        log.push('not reached');
      } finally {
        log.push('finally');
      }
    }),
  );
  await turn();
  executor[Symbol.dispose]();
  assert.equal(hostTimers() - before, 0, 'nothing is left that could go on');
  assert.deepEqual(log, ['finally']);
});

test('a_strategy_belongs_to_one_executor', () => {
  const idle = eventLoop();
  new Executor({ idle });
  assert.throws(
    () => new Executor({ idle }),
    (error) => error instanceof TypeError && error.message.startsWith('options.idle: '),
  );
});
