import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Context, co, Future, PENDING, pollFn, ready, sleep, type Waker, yieldNow } from 'reveille';
import { Probe, taken } from '../support/probe.js';

/** Resolves when all microtasks that are queued by now, and those that they queue, have run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('await_polls_at_once', async () => {
  const log: string[] = [];
  const probe = new Probe('a', log);
  const promise = probe.then((value) => log.push(`got ${value}`));
  log.push('after');
  probe.answer('A');
  log.push('answered');
  await promise;
  assert.deepEqual(log, ['poll a', 'after', 'answered', 'poll a', 'got A']);
});

test('await_polls_once_for_many_wakes', async () => {
  const log: string[] = [];
  const probe = new Probe('a', log);
  const promise = Promise.resolve(probe);
  await turn();
  assert.deepEqual(taken(log), ['poll a']);
  for (let i = 0; i < 10; i += 1) probe.wake();
  await turn();
  assert.deepEqual(taken(log), ['poll a']);
  probe.answer('A');
  assert.equal(await promise, 'A');
});

test('await_of_a_ready_future_answers', async () => {
  assert.equal(await ready(7), 7);
});

test('await_takes_an_error_to_the_catch', async () => {
  const error = new Error('no');
  await assert.rejects(async () => {
    await co(function* () {
      yield* yieldNow();
      throw error;
    });
  }, error);
  const reason = await co(function* () {
    throw error;
  }).then(
    () => 'answered',
    (reason) => reason,
  );
  assert.equal(reason, error);
});

test('await_of_a_future_that_throws_at_the_first_poll_rejects', async () => {
  const error = new Error('no');
  await assert.rejects(
    async () =>
      await pollFn(() => {
        throw error;
      }),
    error,
  );
});

test('a_wake_after_the_end_polls_no_more', async () => {
  let polls = 0;
  let waker: Waker | undefined;
  const answer = await pollFn((cx) => {
    polls += 1;
    waker = cx.waker.clone();
    return 'done';
  });
  waker?.wake();
  await turn();
  assert.deepEqual([answer, polls], ['done', 1]);
});

test('a_wake_queued_before_the_end_polls_no_more', async () => {
  let polls = 0;
  await pollFn((cx) => {
    polls += 1;
    cx.waker.wakeByRef();
    return 'done';
  });
  await turn();
  assert.equal(polls, 1);
});

test('await_twice_is_an_error', async () => {
  const future = ready(1);
  assert.equal(await future, 1);
  await assert.rejects(async () => await future, { name: 'PollError' });
});

test('a_future_that_wakes_itself_for_ever_starves_neither_timers_nor_immediates', async () => {
  const seen: string[] = [];
  setTimeout(() => seen.push('timeout'), 1);
  setImmediate(() => seen.push('immediate'));
  await pollFn((cx) => {
    if (seen.length === 2) return 'done';
    cx.waker.wakeByRef();
    return PENDING;
  });
  assert.deepEqual(seen.toSorted(), ['immediate', 'timeout']);
});

test('a_finally_that_awaits_is_driven_to_its_end', async () => {
  const log: string[] = [];
  const gate = new Probe('gate', log);
  const task = co(function* () {
    try {
      yield* sleep(60_000);
    } finally {
      log.push(yield* gate);
    }
  });
  class Dropper extends Future<string> {
    override poll(cx: Context): string {
      task.poll(cx);
      task[Symbol.dispose]();
      return 'dropped';
    }
  }
  assert.equal(await new Dropper(), 'dropped');
  assert.deepEqual(taken(log), ['poll gate', 'poll gate']);
  gate.answer('cleaned up');
  await turn();
  assert.deepEqual(taken(log), ['poll gate', 'cleaned up']);
});

test('many_futures_are_awaited_side_by_side', async () => {
  const values = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      co(function* () {
        for (let n = 0; n < i; n += 1) yield* yieldNow();
        return i;
      }),
    ),
  );
  assert.deepEqual(
    values,
    Array.from({ length: 100 }, (_, i) => i),
  );
});
