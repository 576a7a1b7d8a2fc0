import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blockOn,
  co,
  DeadlockError,
  Executor,
  type Future,
  type JoinHandle,
  PENDING,
  PollError,
  pending,
  pollFn,
  ready,
  sleep,
  sleepUntil,
  yieldNow,
} from 'reveille';
import { parking } from 'reveille/executor';
import { Probe, taken } from '../support/probe.js';

test('run_ends_when_no_task_is_left', () => {
  const executor = new Executor();
  executor.run();
  executor.spawn(sleep(1));
  executor.spawn(yieldNow());
  executor.run();
  assert.equal(executor.size, 0);
});

test('run_until_leaves_the_others', () => {
  const executor = new Executor();
  const log: string[] = [];
  const other = new Probe('other', log);
  const handle = executor.spawn(other);
  executor.spawn(
    co(function* () {
      yield* sleep(60_000);
    }),
  );
  assert.equal(executor.runUntil(ready('mine')), 'mine');
  assert.deepEqual(taken(log), ['poll other'], 'they run beside it');
  assert.deepEqual([handle.isFinished, executor.size], [false, 2]);
});

test('run_until_again_goes_on_with_the_others', () => {
  const executor = new Executor();
  const log: number[] = [];
  executor.spawn(
    co(function* () {
      for (let i = 0; ; i += 1) {
        log.push(i);
        yield* yieldNow();
      }
    }),
  );
  for (let i = 0; i < 3; i += 1) executor.runUntil(yieldNow());
  assert.deepEqual(log, [0, 1, 2, 3, 4, 5]);
});

test('run_until_stalled_ends_when_every_task_waits', () => {
  const executor = new Executor();
  const log: string[] = [];
  const probe = new Probe('probe', log);
  executor.spawn(probe);
  executor.spawn(
    co(function* () {
      for (let i = 0; i < 3; i += 1) yield* yieldNow();
      log.push('yielded');
      yield* sleep(60_000);
    }),
  );
  const start = performance.now();
  executor.runUntilStalled();
  assert.ok(performance.now() - start < 30_000);
  assert.deepEqual([log, executor.size], [['poll probe', 'yielded'], 2]);
  executor.runUntilStalled();
  assert.deepEqual(log, ['poll probe', 'yielded']);
});

test('run_until_stalled_fires_timers_that_are_due', () => {
  const executor = new Executor();
  const handle = executor.spawn(sleepUntil(0));
  executor.spawn(sleep(0));
  executor.runUntilStalled();
  assert.equal(handle.isFinished, true);
  assert.equal(executor.size, 0);
});

test('a_tick_is_one_round', () => {
  const executor = new Executor();
  const log: string[] = [];
  assert.equal(executor.tick(), false);
  for (const name of ['a', 'b']) {
    executor.spawn(
      co(function* () {
        log.push(`${name}1`);
        yield* yieldNow();
        log.push(`${name}2`);
      }),
    );
  }
  assert.equal(executor.tick(), true);
  assert.deepEqual(taken(log), ['a1', 'b1']);
  assert.equal(executor.tick(), false);
  assert.deepEqual(taken(log), ['a2', 'b2']);
});

const entrances: [string, (executor: Executor) => unknown][] = [
  ['run', (executor) => executor.run()],
  ['runUntil', (executor) => executor.runUntil(ready(1))],
  ['runUntilStalled', (executor) => executor.runUntilStalled()],
  ['tick', (executor) => executor.tick()],
  ['drop', (executor) => executor[Symbol.dispose]()],
];

for (const [name, enter] of entrances) {
  test(`${name} inside a task of the same executor is refused`, () => {
    const executor = new Executor();
    const log: string[] = [];
    executor.spawn(
      pollFn(() => {
        assert.throws(
          () => enter(executor),
          (error) => error instanceof PollError && /running/.test(error.message),
        );
        log.push('went on');
      }),
    );
    executor.spawn(pollFn(() => void log.push('another')));
    executor.run();
    assert.deepEqual(log, ['went on', 'another']);
  });

  test(`${name} inside a task of another executor is fine`, () => {
    const [outer, inner] = [new Executor(), new Executor()];
    const log: string[] = [];
    inner.spawn(pollFn(() => void log.push('inner')));
    outer.spawn(
      co(function* () {
        yield* yieldNow();
        enter(inner);
        yield* yieldNow();
        log.push('outer');
      }),
    );
    outer.run();
    assert.deepEqual(log, name === 'drop' ? ['outer'] : ['inner', 'outer']);
  });
}

const stuck: [string, () => Future<unknown>][] = [
  ['pending', () => pending()],
  ['sleep for ever', () => sleep(Number.POSITIVE_INFINITY)],
  ['sleep until never', () => sleepUntil(Number.POSITIVE_INFINITY)],
  ['a probe that nobody wakes', () => new Probe('probe')],
  ['a join of such a task', () => new Executor().spawn(pending())],
];

for (const [name, make] of stuck) {
  test(`deadlock: ${name}`, () => {
    const executor = new Executor();
    const future = make();
    const handle = executor.spawn(future);
    const names = (error: unknown): boolean =>
      error instanceof DeadlockError && error.message.includes(`task ${handle.id} (${future})`);
    assert.throws(() => executor.run(), names);
    assert.equal(executor.size, 1, 'the task stays');
    assert.throws(() => executor.run(), names);
    assert.throws(() => executor.runUntil(make()), DeadlockError);
    assert.equal(executor.size, 1, 'what runUntil drove is dropped');
    handle.abort();
    executor.run();
  });
}

test('a_deadlock_names_five_tasks', () => {
  const executor = new Executor();
  for (let i = 0; i < 7; i += 1) executor.spawn(pending());
  assert.throws(() => executor.run(), /(task \d+ \(pending\), ){5}and 2 more/);
});

test('a_deadlock_behind_a_timer_is_found_when_the_timer_is_over', () => {
  const executor = new Executor();
  executor.spawn(sleep(2));
  executor.spawn(pending());
  assert.throws(() => executor.run(), DeadlockError);
  assert.equal(executor.size, 1);
});

test('a_deadlock_can_be_untied', () => {
  const executor = new Executor();
  const probe = new Probe('probe');
  const handle = executor.spawn(probe);
  assert.throws(() => executor.run(), DeadlockError);
  probe.answer('woken after all');
  assert.equal(executor.runUntil(handle), 'woken after all');
});

// Timers.

test('timers_fire_in_the_order_of_their_deadlines', () => {
  const executor = new Executor();
  const log: number[] = [];
  const start = performance.now() + 50; // time enough to begin
  for (const ms of [9, 3, 6, 0, 3]) {
    executor.spawn(
      co(function* () {
        yield* sleepUntil(start + ms);
        log.push(ms);
      }),
    );
  }
  executor.run();
  assert.deepEqual(log, [0, 3, 3, 6, 9]);
});

test('timers_of_one_deadline_fire_in_the_order_of_arming', () => {
  const executor = new Executor();
  const log: string[] = [];
  const deadline = performance.now() + 50;
  for (const name of ['a', 'b', 'c', 'd']) {
    executor.spawn(
      co(function* () {
        yield* sleepUntil(deadline);
        log.push(name);
      }),
    );
  }
  executor.run();
  assert.deepEqual(log, ['a', 'b', 'c', 'd']);
});

test('timers_that_are_overdue_fire_in_order_all_the_same', () => {
  const executor = new Executor();
  const log: number[] = [];
  const start = performance.now() + 50; // time enough to begin
  for (const ms of [4, 2, 3, 1]) {
    executor.spawn(
      co(function* () {
        yield* sleepUntil(start + ms);
        log.push(ms);
      }),
    );
  }
  executor.tick();
  blockOn(sleepUntil(start + 10)); // nobody turns this executor's clock meanwhile
  executor.runUntilStalled();
  assert.deepEqual(log, [1, 2, 3, 4]);
});

test('a_sleep_is_never_too_short', () => {
  const executor = new Executor();
  for (const ms of [0.3, 1, 1.7, 5]) {
    const start = performance.now();
    executor.runUntil(sleep(ms));
    assert.ok(performance.now() - start >= ms);
  }
});

test('a_busy_task_does_not_hold_up_timers', () => {
  const executor = new Executor();
  let fired = false;
  executor.spawn(
    co(function* () {
      yield* sleep(2);
      fired = true;
    }),
  );
  executor.runUntil(
    co(function* () {
      while (!fired) yield* yieldNow();
    }),
  );
});

test('a_dropped_sleep_lets_the_executor_end', () => {
  const executor = new Executor();
  const handle = executor.spawn(sleep(60_000));
  executor.runUntilStalled();
  handle.abort();
  executor.spawn(pending());
  assert.throws(() => executor.run(), DeadlockError, 'no timer is armed');
});

// Dropping.

test('dropping_an_executor_drops_its_tasks', () => {
  const log: string[] = [];
  {
    using executor = new Executor();
    executor.spawn(
      co(function* () {
        try {
          yield* new Probe('first', log);
        } finally {
          log.push('finally');
        }
      }),
    );
    executor.spawn(new Probe('second', log));
    executor.runUntilStalled();
    executor.spawn(new Probe('third', log));
  }
  assert.deepEqual(log, ['poll first', 'poll second', 'drop first', 'finally', 'drop second', 'drop third']);
});

test('a_dropped_executor_takes_no_more_tasks', () => {
  const executor = new Executor();
  executor[Symbol.dispose]();
  executor[Symbol.dispose]();
  assert.throws(() => executor.spawn(ready(1)), PollError);
  assert.throws(() => executor.runUntil(ready(1)), PollError);
  executor.run();
});

test('a_finally_that_spawns_on_the_executor_that_is_dropped', () => {
  const executor = new Executor();
  executor.spawn(
    co(function* () {
      try {
        yield* pending();
      } finally {
        executor.spawn(ready(1));
      }
    }),
  );
  executor.runUntilStalled();
  assert.throws(() => executor[Symbol.dispose](), PollError);
  assert.equal(executor.size, 0);
});

test('clean_ups_of_a_dropped_executor_go_on_in_microtasks', async () => {
  const log: string[] = [];
  const executor = new Executor();
  const gates = [new Probe('gate of one that was running'), new Probe('gate of one that was aborted before')];
  const leaving = co.wrap(function* leaving(gate: Probe) {
    try {
      yield* pending();
    } finally {
      log.push(yield* gate);
    }
  });
  const [, aborted] = gates.map((gate) => executor.spawn(leaving(gate))) as [unknown, JoinHandle<void>];
  executor.runUntilStalled();
  aborted.abort();
  executor[Symbol.dispose]();
  assert.deepEqual([taken(log), executor.size, aborted.isFinished], [[], 0, true]);
  for (const gate of gates) gate.answer(`through the ${gate}`);
  assert.deepEqual(log, [], 'not within the wake');
  await new Promise((resolve) => setImmediate(resolve)); // behind all microtasks
  assert.deepEqual(
    log,
    gates.map((gate) => `through the ${gate}`),
  );
});

test('dropping_an_executor_wakes_those_who_wait_for_its_end', () => {
  const executor = new Executor();
  const finished = executor.finished();
  executor.spawn(pending());
  const other = new Executor();
  const handle = other.spawn(finished);
  other.runUntilStalled();
  executor[Symbol.dispose]();
  other.runUntil(handle);
});

// The smaller promises.

test('two_executors_on_one_thread_keep_apart', () => {
  const [a, b] = [new Executor(), new Executor({ idle: parking({ spin: 0 }) })];
  const log: string[] = [];
  a.spawn(pollFn(() => void log.push('a')));
  b.spawn(pollFn(() => void log.push('b')));
  b.run();
  assert.deepEqual(taken(log), ['b']);
  a.run();
  assert.deepEqual(taken(log), ['a']);
});

test('an_executor_run_by_hand_never_blocks', () => {
  const executor = new Executor();
  let polls = 0;
  executor.spawn(
    pollFn(() => {
      polls += 1;
      return PENDING;
    }),
  );
  for (let i = 0; i < 100; i += 1) executor.tick();
  assert.equal(polls, 1);
});
