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
  type Suspend,
  type Waker,
  yieldNow,
} from 'reveille';
import { Probe, taken } from '../support/probe.js';

/** A task that writes its name each time it is polled, and wakes itself until it was polled `times` times. */
function named(log: string[], name: string, times: number): Future<string> {
  let polls = 0;
  return pollFn((cx) => {
    polls += 1;
    log.push(`${name}${polls}`);
    if (polls === times) return name;
    cx.waker.wakeByRef();
    return PENDING;
  });
}

test('ready_tasks_are_polled_first_in_first_out', () => {
  const executor = new Executor();
  const log: string[] = [];
  for (const name of ['a', 'b', 'c']) executor.spawn(named(log, name, 2));
  executor.run();
  assert.deepEqual(log, ['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
});

test('tasks_are_polled_in_the_order_of_their_wakes', () => {
  const executor = new Executor();
  const log: string[] = [];
  const probes = ['a', 'b', 'c', 'd'].map((name) => new Probe(name, log));
  for (const probe of probes) executor.spawn(probe);
  executor.runUntilStalled();
  assert.deepEqual(taken(log), ['poll a', 'poll b', 'poll c', 'poll d']);
  for (const index of [2, 0, 3, 2]) probes[index]?.wake();
  executor.runUntilStalled();
  assert.deepEqual(taken(log), ['poll c', 'poll a', 'poll d']);
});

test('ten_wakes_are_one_poll', () => {
  const executor = new Executor();
  const log: string[] = [];
  const probe = new Probe('a', log);
  executor.spawn(probe);
  executor.runUntilStalled();
  taken(log);
  for (let i = 0; i < 10; i += 1) probe.wake();
  executor.runUntilStalled();
  assert.deepEqual(log, ['poll a']);
});

test('ten_wakes_during_a_poll_are_one_more_poll', () => {
  const executor = new Executor();
  let polls = 0;
  executor.spawn(
    pollFn((cx) => {
      polls += 1;
      if (polls === 1) for (let i = 0; i < 10; i += 1) cx.waker.wakeByRef();
      return PENDING;
    }),
  );
  executor.runUntilStalled();
  assert.equal(polls, 2);
});

test('a_wake_before_the_first_poll_changes_nothing', () => {
  const executor = new Executor();
  const log: string[] = [];
  let waker: Waker | undefined;
  executor.spawn(
    pollFn((cx) => {
      waker = cx.waker.clone();
      log.push('first');
      return PENDING;
    }),
  );
  executor.spawn(pollFn(() => void log.push('second')));
  executor.tick();
  waker?.wakeByRef();
  executor.spawn(pollFn(() => void log.push('third')));
  waker?.wakeByRef();
  executor.runUntilStalled();
  assert.deepEqual(log, ['first', 'second', 'first', 'third']);
});

test('wake_during_run_waits_for_the_next_round', () => {
  const executor = new Executor();
  const log: string[] = [];
  const probe = new Probe('sleeper', log);
  executor.spawn(probe);
  executor.runUntilStalled();
  taken(log);
  executor.spawn(
    pollFn(() => {
      log.push('waker');
      probe.wake();
    }),
  );
  executor.spawn(pollFn(() => void log.push('bystander')));
  assert.equal(executor.tick(), true);
  assert.deepEqual(taken(log), ['waker', 'bystander']);
  assert.equal(executor.tick(), false);
  assert.deepEqual(taken(log), ['poll sleeper']);
});

test('a_wake_of_a_task_that_is_queued_in_this_round_changes_nothing', () => {
  const executor = new Executor();
  const log: string[] = [];
  const probe = new Probe('later', log);
  executor.spawn(
    pollFn(() => {
      probe.wake();
      return PENDING;
    }),
  );
  executor.spawn(probe);
  executor.runUntilStalled();
  taken(log);
  probe.wake();
  executor.runUntilStalled();
  assert.deepEqual(taken(log), ['poll later']);
});

test('a_task_that_wakes_itself_for_ever_does_not_hold_up_others', () => {
  const executor = new Executor();
  const log: string[] = [];
  const endless = executor.spawn(
    pollFn((cx) => {
      cx.waker.wakeByRef();
      return PENDING;
    }),
  );
  executor.runUntil(named(log, 'a', 5));
  assert.deepEqual(log, ['a1', 'a2', 'a3', 'a4', 'a5']);
  assert.equal(endless.isFinished, false);
});

test('tasks_spawned_by_a_task_run_in_the_next_round', () => {
  const executor = new Executor();
  const log: string[] = [];
  executor.spawn(
    pollFn(() => {
      executor.spawn(named(log, 'child', 1));
      log.push('parent');
    }),
  );
  executor.spawn(named(log, 'sibling', 1));
  assert.equal(executor.tick(), true);
  assert.deepEqual(taken(log), ['parent', 'sibling1']);
  assert.equal(executor.tick(), false);
  assert.deepEqual(taken(log), ['child1']);
});

test('a_tree_of_tasks_spawns_itself', () => {
  const executor = new Executor();
  let leaves = 0;
  const grow = co.wrap(function* branch(depth: number): Generator<Suspend, void, unknown> {
    yield* yieldNow();
    if (depth === 0) {
      leaves += 1;
      return;
    }
    const children: JoinHandle<void>[] = [executor.spawn(grow(depth - 1)), executor.spawn(grow(depth - 1))];
    for (const child of children) yield* child;
  });
  executor.spawn(grow(8));
  executor.run();
  assert.equal(leaves, 256);
});

test('a_stale_wake_does_nothing', () => {
  const executor = new Executor();
  const wakers: Waker[] = [];
  const keep = (): Future<void> => pollFn((cx) => void wakers.push(cx.waker.clone()));
  executor.spawn(keep());
  executor.run();
  const log: string[] = [];
  executor.spawn(new Probe('other', log));
  executor.runUntilStalled();
  taken(log);
  for (const waker of wakers) {
    waker.wakeByRef();
    waker.wake();
  }
  assert.equal(executor.tick(), false);
  assert.deepEqual(log, []);
});

test('a_task_that_wakes_itself_as_it_ends_is_not_polled_again', () => {
  const executor = new Executor();
  let polls = 0;
  executor.spawn(
    pollFn((cx) => {
      polls += 1;
      cx.waker.wakeByRef();
      return 'done';
    }),
  );
  executor.run();
  assert.equal(executor.tick(), false);
  assert.equal(polls, 1);
});

test('ids_count_up_and_are_never_used_again', () => {
  const [a, b] = [new Executor(), new Executor()];
  const handles = [a, b, a, b].map((executor) => executor.spawn(yieldNow()));
  const [first] = handles as [JoinHandle<void>];
  assert.deepEqual(
    handles.map((handle) => handle.id - first.id),
    [0, 1, 2, 3],
  );
  a.run();
  assert.equal(a.spawn(yieldNow()).id - first.id, 4);
});

test('size_counts_the_tasks_that_are_not_over', () => {
  const executor = new Executor();
  assert.equal(executor.size, 0);
  executor.spawn(yieldNow());
  const handle = executor.spawn(pending());
  assert.equal(executor.size, 2);
  executor.runUntilStalled();
  assert.equal(executor.size, 1);
  handle.abort();
  assert.equal(executor.size, 0);
});

test('a_million_live_tasks', () => {
  const count = 1_000_000;
  const start = performance.now();
  const executor = new Executor();
  const gates: Waker[] = [];
  let ended = 0;
  for (let i = 0; i < count; i += 1) {
    let polled = false;
    executor.spawn(
      pollFn((cx) => {
        if (polled) return void (ended += 1);
        polled = true;
        gates.push(cx.waker.clone());
        return PENDING;
      }),
    );
  }
  executor.runUntilStalled();
  assert.equal(executor.size, count);
  for (const waker of gates) waker.wake();
  executor.run();
  assert.equal(ended, count);
  assert.ok(performance.now() - start < 30_000);
});

test('a_million_live_tasks_are_dropped', () => {
  const executor = new Executor();
  for (let i = 0; i < 1_000_000; i += 1) executor.spawn(pending());
  executor.runUntilStalled();
  executor[Symbol.dispose]();
  assert.equal(executor.size, 0);
});

test('what_is_no_future_is_refused', () => {
  const executor = new Executor();
  for (const bad of [undefined, null, 1, 'future', {}, Promise.resolve(), () => pending(), function* () {}]) {
    for (const use of [() => executor.spawn(bad as never), () => executor.runUntil(bad as never)]) {
      assert.throws(use, (error) => error instanceof TypeError && error.message.startsWith('future: '));
    }
  }
  assert.equal(executor.size, 0);
  assert.throws(() => executor.spawn(Promise.resolve() as never), /fromPromise/);
  assert.throws(() => executor.spawn(function* () {} as never), /call co/);
});

test('what_is_no_idle_strategy_is_refused', () => {
  for (const bad of [1, 'parking', {}, () => {}]) {
    assert.throws(
      () => new Executor({ idle: bad as never }),
      (error) => error instanceof TypeError && error.message.startsWith('options.idle: '),
    );
  }
});

test('woken_during_its_poll_and_again_after_it_a_task_is_polled_once_more', () => {
  const executor = new Executor();
  const kept: Waker[] = [];
  let polls = 0;
  executor.spawn(
    pollFn((cx) => {
      polls += 1;
      if (polls === 1) {
        kept.push(cx.waker.clone());
        cx.waker.wakeByRef();
      }
      return PENDING;
    }),
  );
  executor.tick();
  kept[0]?.wakeByRef(); // it is queued already
  assert.equal(executor.snapshot().ready.length, 1);
  assert.equal(executor.tick(), false);
  assert.equal(polls, 2);
});
