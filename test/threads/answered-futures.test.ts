import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  all,
  blockOn,
  co,
  DeadlockError,
  Executor,
  type Future,
  PENDING,
  PollError,
  pollFn,
  race,
  ready,
  sleep,
  spawn,
} from 'reveille';
import { offload, pool } from 'reveille/threads';
import { until, words } from './words.js';

type Making = typeof import('./modules/making.js');
const url = new URL('./modules/making.js', import.meta.url);
type Answer = () => never;

test('a_future_that_two_calls_of_a_function_answer_is_that_of_the_first_one', async () => {
  using api = offload<Making>(url);
  for (const wait of [blockOn, (call: PromiseLike<unknown>) => call]) {
    const once = sleep(20);
    const outcomes = await wait(api.outcomes((() => once) as Answer, 2) as never);
    assert.deepEqual(outcomes, ['undefined', 'PollError']);
    await assert.rejects(once.then(), PollError, 'nor can it be awaited here');
  }
  const awaited = sleep(20);
  const here = awaited.then(() => 'here');
  assert.deepEqual(await api.outcomes((() => awaited) as Answer, 1), ['PollError']);
  assert.equal(await here, 'here');
});

test('what_a_dropped_coroutine_of_a_function_has_to_clean_up_may_wait_for_other_threads', async () => {
  await using p = pool<Making>(url, { threads: 2 });
  /** Until another thread of the pool has woken it. */
  const wokenThere = (): Future<void> => {
    const latch = words();
    let known = '';
    return pollFn((cx) => {
      if (Atomics.load(latch, 0) !== 0) return undefined;
      const { buffer, ...task } = cx.waker.share();
      if (known !== (known = JSON.stringify(task))) void p.wake({ buffer, ...task }, latch).then();
      return PENDING;
    });
  };
  const steps: string[] = [];
  const call = p.callAwaiting(
    (() =>
      co(function* () {
        yield* wokenThere();
        steps.push('begun');
        try {
          yield* sleep(1e6);
        } finally {
          yield* wokenThere();
          steps.push('cleaned');
        }
      })) as Answer,
    1,
  );
  void call.catch(() => {});
  await until(() => steps.length === 1);
  call[Symbol.dispose]();
  await until(() => steps.length === 2);
  assert.deepEqual(steps, ['begun', 'cleaned']);
});

test('a_task_of_the_event_loop_is_no_answer_for_a_thread_that_blocks', async () => {
  using api = offload<Making>(url);
  const task: Answer = () => spawn(sleep(1)) as never;
  assert.throws(() => blockOn(api.callAwaiting(task, 1)), DeadlockError);
  assert.equal(Number.isNaN(await api.callAwaiting(task, 1)), true, 'who awaits gets what it comes to');
  const over = spawn(ready(5));
  await until(() => over.isFinished);
  assert.equal(blockOn(api.callAwaiting((() => over) as Answer, 1)), 5, 'there already');
});

test('a_thread_that_blocks_on_one_pool_lets_go_on_what_functions_of_another_answer', async () => {
  await using one = pool<Making>(url, { threads: 1 });
  await using other = pool<Making>(url, { threads: 1 });
  const latch = words();
  const setting = other.callAwaiting(
    (() =>
      co(function* () {
        yield* sleep(5);
        yield* sleep(5);
        Atomics.store(latch, 1, 1);
        return 3;
      })) as Answer,
    1,
  );
  // It looks until word 1 is set, and then calls its function.
  assert.equal(blockOn(one.askLater(latch, (n: number) => n + 1)), 2);
  assert.equal(await setting, 3);
});

test('a_call_that_its_own_function_answers_is_told_so', async () => {
  using api = offload<Making>(url);
  for (const wait of [blockOn, (call: PromiseLike<number>) => call]) {
    const call: Future<number> = api.callAwaiting((() => call) as Answer, 1);
    await assert.rejects(async () => await wait(call as never), {
      name: 'PollError',
      message: 'call of callAwaiting() of making.js: its own function answers it, and so each waits for the other',
    });
  }
});

test('one_that_blocks_in_its_own_poll_leaves_the_others_their_timers', async () => {
  await using one = offload<Making>(url);
  await using other = pool<Making>(url, { threads: 1 });
  for (const within of [one, other]) {
    const blocking: Answer = () =>
      co(function* () {
        yield* other.nap(5); // another thread wakes it
        return blockOn(within.nap(10));
      }) as never;
    assert.deepEqual(blockOn(one.both(blocking, (() => sleep(60)) as Answer)), [10, undefined]);
    assert.deepEqual(new Executor().runUntil(one.both(blocking, (() => sleep(60)) as Answer)), [10, undefined]);
  }
});

test('a_wake_that_comes_while_it_blocks_in_its_own_poll_is_not_lost', async () => {
  await using one = pool<Making>(url, { threads: 1 });
  await using other = pool<Making>(url, { threads: 1 });
  const latch = words();
  /** Woken while its sibling blocks. */
  const woken = pollFn((cx) => {
    if (Atomics.load(latch, 0) !== 0) return 'woken';
    void other.wake(cx.waker.share(), latch).then();
    return PENDING;
  });
  const blocking = co(function* () {
    return blockOn(other.nap(60));
  });
  const answer = co(function* () {
    yield* other.nap(5);
    return yield* all([woken, blocking]);
  });
  assert.deepEqual(blockOn(one.both((() => answer) as Answer, (() => 1) as Answer)), [['woken', 60], 1]);
});

test('a_wait_in_the_midst_of_a_call_does_not_take_that_call_for_a_deadlock', async () => {
  await using one = pool<Making>(url, { threads: 1 });
  await using other = pool<Making>(url, { threads: 1 });
  for (let round = 0; round < 3; round += 1) {
    const [napped, sum] = blockOn(one.amidst(other.share())) as [number, number];
    assert.deepEqual([napped, Number.isNaN(sum)], [60, true]);
  }
});

test('what_is_dropped_goes_on_to_clean_up_whoever_polled_it_last', async () => {
  await using p = pool<Making>(url, { threads: 2 });
  const polls: Record<string, () => void> = {
    none: () => {},
    blocked: () => void blockOn(p.nap(5)),
    executor: () => void new Executor().runUntil(p.nap(5)),
  };
  for (const [name, poll] of Object.entries(polls)) {
    const latch = words();
    const steps: string[] = [];
    const call = p.callAwaiting(
      (() =>
        co(function* () {
          steps.push('begun');
          try {
            yield* sleep(1e6);
          } finally {
            yield* sleep(5);
            Atomics.store(latch, 1, 1);
          }
        })) as Answer,
      1,
    );
    void call.catch(() => {});
    await until(() => steps.length === 1);
    poll();
    call[Symbol.dispose]();
    assert.equal(blockOn(p.askLater(latch, (n: number) => n)), 1, name); // looks until it is cleaned up
  }
});

test('a_part_that_it_drops_itself_may_wait_for_other_threads_to_clean_up', async () => {
  await using p = pool<Making>(url, { threads: 2 });
  for (const wait of [blockOn, (call: PromiseLike<unknown>) => call]) {
    const steps: string[] = [];
    const latch = words();
    let known = '';
    const loser = co(function* () {
      try {
        yield* sleep(1e6);
      } finally {
        yield* pollFn((cx) => {
          if (Atomics.load(latch, 0) !== 0) return undefined;
          const { buffer, ...task } = cx.waker.share();
          if (known !== (known = JSON.stringify(task))) void p.wake({ buffer, ...task }, latch).then();
          return PENDING;
        });
        steps.push('cleaned');
      }
    });
    await wait(p.callAwaiting((() => race([loser, sleep(5)])) as Answer, 1) as never);
    await until(() => steps.length === 1);
  }
});
