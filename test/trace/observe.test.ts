import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, co, Executor, PENDING, pending, pollFn, ready, SharedWaker, sleep, yieldNow } from 'reveille';
import { type Observer, observe } from 'reveille/trace';
import { Probe, taken } from '../support/probe.js';

/** An observer that writes down what it is told; ids count from the first task it hears of. */
function writing(log: string[]): Observer {
  let first: number | undefined;
  const nth = (id: number): number => id - (first ??= id);
  return {
    spawn: (id, name) => void log.push(`spawn ${nth(id)} ${name}`),
    wake: (id) => void log.push(`wake ${nth(id)}`),
    poll: (id) => void log.push(`poll ${nth(id)}`),
    end: (id) => void log.push(`end ${nth(id)}`),
    sleep: (timeout) => void log.push(`sleep ${timeout < 60_000 ? 'a while' : timeout}`),
    awake: () => void log.push('awake'),
  };
}

test('a_task_from_its_spawn_to_its_end', () => {
  const log: string[] = [];
  using _ = observe(writing(log));
  const executor = new Executor();
  executor.spawn(yieldNow());
  executor.runUntilStalled();
  assert.deepEqual(log, ['spawn 0 yieldNow', 'poll 0', 'wake 0', 'poll 0', 'end 0']);
});

test('a_wake_of_a_task_that_is_queued_is_not_told', () => {
  const log: string[] = [];
  using _ = observe(writing(log));
  const executor = new Executor();
  const probe = new Probe('probe');
  executor.spawn(probe);
  executor.tick();
  taken(log);
  for (let i = 0; i < 3; i += 1) probe.wake();
  assert.deepEqual(log, ['wake 0']);
});

test('a_wake_from_another_thread_is_told_when_it_is_taken_in', () => {
  const log: string[] = [];
  using _ = observe(writing(log));
  const executor = new Executor();
  const wakers: SharedWaker[] = [];
  executor.spawn(
    pollFn<never>((cx) => {
      wakers.push(SharedWaker.attach(cx.waker.share()));
      return PENDING;
    }),
  );
  executor.tick();
  wakers[0]?.wake();
  taken(log);
  executor.tick();
  assert.deepEqual(log, ['wake 0', 'poll 0']);
});

test('a_sleep_and_what_ends_it', () => {
  new Executor().runUntil(sleep(1)); // takes the token that the shared waker of another test left on the thread's bell
  const log: string[] = [];
  using _ = observe(writing(log));
  new Executor().runUntil(sleep(2));
  assert.deepEqual(
    log.filter((entry, i) => entry !== log[i - 1]),
    ['spawn 0 sleep(2 ms)', 'poll 0', 'sleep a while', 'awake', 'wake 0', 'poll 0', 'end 0'],
  );
});

test('an_aborted_task_ends', () => {
  const log: string[] = [];
  using _ = observe(writing(log));
  const executor = new Executor();
  executor.spawn(pending()).abort();
  assert.equal(log.at(0), 'spawn 0 pending');
  assert.equal(log.at(-1), 'end 0');
});

test('a_failed_task_ends', () => {
  const log: string[] = [];
  using _ = observe(writing(log));
  const executor = new Executor();
  const handle = executor.spawn(
    co(function* failing() {
      throw new Error('no');
    }),
  );
  assert.throws(() => executor.runUntil(handle), { message: 'no' });
  assert.deepEqual(
    log.filter((entry) => entry.startsWith('end')),
    ['end 0', 'end 1'],
  );
});

test('a_blocked_thread_is_no_task', () => {
  const log: string[] = [];
  using _ = observe(writing(log));
  blockOn(yieldNow());
  assert.deepEqual(log, []);
});

/** What is told of one task, to whom. */
function told(logs: Record<string, string[]>): Record<string, number> {
  new Executor().runUntil(ready(1));
  return Object.fromEntries(Object.entries(logs).map(([name, log]) => [name, taken(log).length]));
}

test('observers_nest_and_restore', () => {
  const logs = { outer: [] as string[], inner: [] as string[] };
  assert.deepEqual(told(logs), { outer: 0, inner: 0 });
  const outer = observe(writing(logs.outer));
  assert.deepEqual(told(logs), { outer: 3, inner: 0 });
  const inner = observe(writing(logs.inner));
  assert.deepEqual(told(logs), { outer: 0, inner: 3 });
  inner[Symbol.dispose]();
  assert.deepEqual(told(logs), { outer: 3, inner: 0 });
  outer[Symbol.dispose]();
  assert.deepEqual(told(logs), { outer: 0, inner: 0 });
});

test('observers_that_end_in_another_order_do_not_come_back', () => {
  const logs = { outer: [] as string[], inner: [] as string[] };
  const outer = observe(writing(logs.outer));
  const inner = observe(writing(logs.inner));
  outer[Symbol.dispose]();
  assert.deepEqual(told(logs), { outer: 0, inner: 3 });
  inner[Symbol.dispose]();
  assert.deepEqual(told(logs), { outer: 0, inner: 0 });
});

test('an_observer_that_ends_twice_ends_once', () => {
  const logs = { one: [] as string[] };
  const observer = writing(logs.one);
  const first = observe(observer);
  first[Symbol.dispose]();
  const second = observe(observer);
  first[Symbol.dispose]();
  assert.deepEqual(told(logs), { one: 3 });
  second[Symbol.dispose]();
  assert.deepEqual(told(logs), { one: 0 });
});

test('an_observer_need_not_know_every_event', () => {
  using _ = observe({});
  const executor = new Executor();
  executor.spawn(pending()).abort();
  executor.runUntil(sleep(1));
});

test('an_observer_that_throws_does_not_lose_tasks', () => {
  const executor = new Executor();
  const log: string[] = [];
  const step = co.wrap(function* named(name: string) {
    yield* yieldNow();
    log.push(name);
  });
  for (const name of ['a', 'b', 'c']) executor.spawn(step(name));
  let polls = 0;
  {
    using _ = observe({
      poll() {
        polls += 1;
        if (polls === 2) throw new Error('observer');
      },
    });
    assert.throws(() => executor.run(), { message: 'observer' });
  }
  executor.runUntilStalled();
  assert.deepEqual(log.toSorted(), ['a', 'b', 'c']);
});
