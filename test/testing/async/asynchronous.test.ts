import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import {
  co,
  DeadlockError,
  type Future,
  fromPromise,
  now,
  PENDING,
  PollError,
  pending,
  pollFn,
  ready,
  sleep,
  spawn,
  yieldNow,
} from 'reveille';
import { TestExecutor, type TestExecutorOptions } from 'reveille/testing';
import { Mailbox, mixedProgram } from './mixed-program.js';
import { randomProgram } from './random-program.js';

test('the_same_seed_is_the_same_run_with_promises_timers_and_channels', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(2 ** 32 - 1), async (seed) => {
      const [one, other] = [new TestExecutor({ seed }), new TestExecutor({ seed })];
      assert.deepEqual(await one.runUntilAsync(mixedProgram), await other.runUntilAsync(mixedProgram));
      assert.equal(one.trace, other.trace);
      const again = new TestExecutor({ schedule: one.choices });
      await again.runUntilAsync(mixedProgram);
      assert.equal(again.trace, one.trace);
    }),
    { numRuns: 50 },
  );
});

/** A run of a program that is drawn; its trace, what it answered, and its choices, those of its clean-ups included. */
async function performed(
  seed: number,
  options: TestExecutorOptions,
): Promise<{ trace: string; log: string[]; choices: readonly number[] }> {
  const executor = new TestExecutor(options);
  const log = await executor.runUntilAsync(() => randomProgram(seed));
  executor[Symbol.dispose]();
  assert.equal(executor.size, 0);
  const { trace, choices } = executor;
  return { trace, log, choices };
}

test('a_random_program_is_the_same_run_by_seed_and_by_schedule', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(2 ** 32 - 1), fc.nat(1_000), async (drawn, seed) => {
      const one = await performed(drawn, { seed });
      assert.deepEqual(await performed(drawn, { seed }), one);
      assert.deepEqual(await performed(drawn, { schedule: one.choices }), one);
    }),
    { numRuns: 50 },
  );
});

test('the_same_seed_is_the_same_run_in_another_process_whatever_its_engine_does', async () => {
  const child = fileURLToPath(new URL('./seeded.child.js', import.meta.url));
  const seeds = Array.from({ length: 20 }, (_, seed) => String(seed));
  const traces = async (...flags: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, child, ...seeds], { maxBuffer: 1e8 });
    return stdout;
  };
  let here = '';
  for (const seed of seeds.map(Number)) {
    for (const program of [mixedProgram, () => randomProgram(seed)]) {
      using executor = new TestExecutor({ seed });
      await executor.runUntilAsync(program);
      here += `${executor.trace}\n`;
    }
  }
  assert.equal(await traces(), here);
  assert.equal(await traces('--hash-seed=7', '--random-seed=7', '--no-opt', '--stress-compaction'), here);
});

test('another_seed_is_another_run', async () => {
  const logs = new Set<string>();
  for (let seed = 0; seed < 50; seed += 1) {
    const log = await new TestExecutor({ seed }).runUntilAsync(mixedProgram);
    assert.deepEqual([...log].sort(), ['a0 at 10', 'a1 at 20', 'a2 at 30', 'b0 at 10', 'b1 at 20', 'b2 at 30']);
    logs.add(log.join());
  }
  assert.equal(logs.size, 8, 'a or b first, at each of three times');
});

test('time_waits_for_the_last_microtask', async () => {
  const executor = new TestExecutor();
  executor.spawn(sleep(5));
  const time = await executor.runUntilAsync(async () => {
    for (let i = 0; i < 1_000; i += 1) await Promise.resolve();
    await new Promise<void>((resolve) => process.nextTick(() => queueMicrotask(resolve)));
    return now();
  });
  assert.equal(time, 0);
});

test('time_waits_for_a_future_that_keeps_waking_itself', async () => {
  const executor = new TestExecutor();
  executor.spawn(sleep(5));
  const time = await executor.runUntilAsync(async () => {
    let left = 1_000; // on the host it would have to take a turn of the event loop meanwhile
    await pollFn((cx) => {
      if (left-- === 0) return true;
      cx.waker.wakeByRef();
      return PENDING;
    });
    return now();
  });
  assert.equal(time, 0);
});

test('awaits_are_drawn_like_tasks', async () => {
  const orders = new Set<string>();
  for (let seed = 0; seed < 100; seed += 1) {
    const log: string[] = [];
    const sleeper = async (name: string): Promise<void> => {
      await sleep(10);
      log.push(name);
    };
    await new TestExecutor({ seed }).runUntilAsync(() => Promise.all(['a', 'b', 'c'].map(sleeper)));
    orders.add(log.join(''));
  }
  assert.equal(orders.size, 6);
});

test('an_await_polls_at_once_and_then_on_its_turn', async () => {
  const executor = new TestExecutor({ schedule: [] });
  await executor.runUntilAsync(async function program() {
    await ready(1);
    await sleep(5);
    await yieldNow();
  });
  assert.deepEqual(executor.trace.split('\n'), [
    '     5 ms  wake await 1 (sleep(5 ms))',
    '     5 ms  poll await 1 (sleep(5 ms))',
    '     5 ms    await 1 is over',
    '     5 ms  wake await 2 (yieldNow)',
    '     5 ms  poll await 2 (yieldNow)',
    '     5 ms    await 2 is over',
  ]);
});

test('a_promise_and_a_future_can_be_run_too', async () => {
  const executor = new TestExecutor();
  assert.equal(await executor.runUntilAsync(fromPromise(Promise.resolve(1))), 1);
  assert.equal(await executor.runUntilAsync(Promise.resolve(2)), 2);
  assert.equal(await executor.runUntilAsync(executor.spawn(ready(3))), 3);
  await assert.rejects(executor.runUntilAsync(4 as unknown as Promise<number>), {
    name: 'TypeError',
    message: 'program: expected an async function, a promise or a future, got 4',
  });
});

test('whatever_has_a_poll_method_is_a_future', async () => {
  const foreign = { poll: () => 'foreign' } as unknown as Future<string>;
  assert.equal(await new TestExecutor().runUntilAsync(foreign), 'foreign');
});

test('a_function_of_another_kind_is_no_program', async () => {
  const run = (program: unknown): Promise<unknown> => new TestExecutor().runUntilAsync(program as Future<void>);
  const message =
    /^program: expected an async function, a promise or a future, got generator function body \(call co on it\)$/;
  await assert.rejects(
    run(function* body() {}),
    { name: 'TypeError', message },
  );
  await assert.rejects(run(class Server {}), { name: 'TypeError', message: /a future, got class Server$/ });
});

test('a_program_can_wait_for_the_end_of_all_tasks', async () => {
  const executor = new TestExecutor();
  const log: string[] = [];
  await executor.runUntilAsync(async () => {
    for (const ms of [20, 10]) {
      spawn(
        co(function* () {
          yield* fromPromise(Promise.resolve());
          yield* sleep(ms);
          log.push(`${ms} ms`);
        }),
      );
    }
    await executor.finished();
  });
  assert.deepEqual(log, ['10 ms', '20 ms']);
});

test('a_program_that_gives_no_promise_is_refused', async () => {
  const none = new TestExecutor().runUntilAsync((() => 1) as unknown as () => Promise<number>);
  await assert.rejects(none, /^TypeError: program: expected to be given a promise, but the function returned 1$/);
  const failing = new TestExecutor().runUntilAsync(() => {
    throw new Error('at once');
  });
  await assert.rejects(failing, { message: 'at once' });
});

test('run_async_goes_on_until_no_task_is_left', async () => {
  const executor = new TestExecutor();
  const log: string[] = [];
  executor.spawn(
    co(function* () {
      log.push(yield* fromPromise(Promise.resolve('promised')));
      yield* sleep(1_000_000);
      spawn(pollFn(() => void log.push('spawned')));
    }),
  );
  await executor.runAsync();
  assert.deepEqual(log, ['promised', 'spawned']);
  await executor.runAsync(); // nothing to do
});

test('a_deadlock_lists_tasks_and_awaits', async () => {
  const executor = new TestExecutor({ seed: 4 });
  const stuck = executor.runUntilAsync(async function main() {
    await sleep(3);
    spawn(
      co(function* server() {
        yield* pending();
      }),
    );
    await Promise.all([
      pending(),
      co(function* worker() {
        yield* pending();
      }),
    ]);
  });
  await assert.rejects(stuck, (error) => {
    assert.ok(error instanceof DeadlockError);
    assert.deepEqual(error.message.split('\n'), [
      'nothing can run, and 1 promise, 1 task and 2 awaits wait:',
      '  the promise of main',
      '  task 1 (co server awaiting pending)',
      '  await 2 (pending)',
      '  await 3 (co worker awaiting pending)',
      'At 3 ms of seed 4 no timer is armed, and nobody is left to wake them. Promises that wait for timers, input or output of the host are outside of this.',
    ]);
    return true;
  });
  assert.equal(executor.size, 1, 'the task stays');
});

test('timers_of_the_host_are_outside', async () => {
  await assert.rejects(
    new TestExecutor().runUntilAsync(() => later(60_000, undefined, { ref: false })),
    { name: 'DeadlockError', message: /outside of this/ },
  );
});

test('a_program_that_fails_rejects', async () => {
  const executor = new TestExecutor();
  const failing = executor.runUntilAsync(async () => {
    await sleep(1);
    throw new Error('in the program');
  });
  await assert.rejects(failing, { message: 'in the program' });
});

test('a_failing_run_aborts_the_signal_of_the_program', async () => {
  let signal: AbortSignal | undefined;
  const executor = new TestExecutor({ maxPolls: 50 });
  const endless = executor.runUntilAsync(async (given) => {
    signal = given;
    for (;;) await sleep(1);
  });
  await assert.rejects(endless, { name: 'EndlessError' });
  assert.equal(signal?.aborted, true);
});

test('an_error_that_nobody_joins_ends_the_run', async () => {
  const executor = new TestExecutor();
  const run = executor.runUntilAsync(async () => {
    spawn(
      pollFn(() => {
        throw new Error('nobody asked');
      }),
    );
    await sleep(10);
  });
  await assert.rejects(run, { message: 'nobody asked' });
});

test('one_asynchronous_run_at_a_time', async () => {
  const [one, other] = [new TestExecutor(), new TestExecutor()];
  const first = one.runUntilAsync(() => Promise.resolve('first'));
  const second = other.runUntilAsync(() => Promise.resolve('second'));
  await assert.rejects(second, PollError);
  await assert.rejects(other.runAsync(), PollError);
  assert.equal(await first, 'first');
  assert.equal(await other.runUntilAsync(() => Promise.resolve('second')), 'second');
});

test('the_host_has_its_clock_and_its_awaits_back_afterwards', async () => {
  for (const fails of [false, true]) {
    const executor = new TestExecutor();
    const run = executor.runUntilAsync(async () => {
      await sleep(1_000_000_000);
      if (fails) throw new Error('failed');
    });
    await run.catch(() => {});
    assert.ok(now() < 1_000_000_000);
    await sleep(1); // on the host's timers
    assert.equal(await spawn(ready('on the event loop')), 'on the event loop');
    assert.equal(executor.size, 0);
  }
});

test('an_await_that_began_before_is_taken_over', async () => {
  const mail = new Mailbox<string>();
  const early = (async () => await mail.receive())();
  const executor = new TestExecutor();
  await executor.runUntilAsync(async () => {
    await sleep(5);
    mail.send('late');
    assert.equal(await early, 'late');
  });
});

test('an_await_that_is_left_goes_on_with_the_host', async () => {
  const mail = new Mailbox<string>();
  let left: Promise<string> | undefined;
  await new TestExecutor().runUntilAsync(async () => {
    left = (async () => await mail.receive())();
    await yieldNow();
  });
  mail.send('after the run');
  assert.equal(await left, 'after the run');
});

test('the_event_loop_of_the_host_turns_meanwhile', async () => {
  let turned = false;
  const immediate = later(0).then(() => {
    turned = true;
  });
  const executor = new TestExecutor({ maxPolls: 1e9 });
  await executor.runUntilAsync(async () => {
    while (!turned) await sleep(1);
  });
  await immediate;
});
