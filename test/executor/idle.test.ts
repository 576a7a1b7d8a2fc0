import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { after, test } from 'node:test';
import {
  all,
  co,
  Executor,
  type Future,
  PENDING,
  pollFn,
  SharedWaker,
  sleep,
  sleepUntil,
  timeout,
  type WakerHandle,
  yieldNow,
} from 'reveille';
import { channel, eventLoop, halting, type Idle, parking, type Round, sleeping, spinning } from 'reveille/executor';
import { Cpu } from 'reveille/park';
import { Latch } from '../support/latch.js';
import { Counted, WakingThread } from '../support/waking-thread.js';

const threads = [WakingThread.start(), WakingThread.start()] as const;
after(async () => {
  for (const thread of threads) await thread[Symbol.asyncDispose]();
});

interface Strategy {
  readonly name: string;
  readonly make: () => Idle;
  /** Why it need not rest until something happens. */
  readonly restless?: string;
}

const strategies: readonly Strategy[] = [
  { name: 'parking', make: () => parking() },
  { name: 'parking without looking', make: () => parking({ spin: 0 }) },
  { name: 'channel', make: channel },
  { name: 'halting', make: () => halting(new Cpu()) },
  { name: 'sleeping', make: () => sleeping(1), restless: 'it goes round every millisecond' },
  { name: 'spinning', make: spinning, restless: 'it never sleeps' },
  { name: 'eventLoop', make: eventLoop },
];

/** Runs a future to its end, in the way of the strategy. */
async function run<T>(idle: Idle, future: Future<T>): Promise<T> {
  const executor = new Executor({ idle });
  if (idle.mode === 'blocking') return executor.runUntil(future);
  return await executor.spawn(future);
}

for (const { name, make, restless } of strategies) {
  test(`${name}: runs to completion`, async () => {
    const log: number[] = [];
    const work = co.wrap(function* work(id: number) {
      for (let i = 0; i < 3; i += 1) {
        log.push(id);
        yield* yieldNow();
      }
      return id;
    });
    assert.deepEqual(await run(make(), all([work(1), work(2)])), [1, 2]);
    assert.deepEqual(log, [1, 2, 1, 2, 1, 2]);
  });

  test(`${name}: a timer wakes`, async () => {
    const start = performance.now();
    await run(make(), sleep(5));
    assert.ok(performance.now() - start >= 5);
  });

  test(`${name}: timers wake in order`, async () => {
    const log: number[] = [];
    const start = performance.now() + 400; // time enough to begin, on a slow machine too
    const after = co.wrap(function* after(ms: number) {
      yield* sleepUntil(start + ms);
      log.push(ms);
    });
    const idle = make();
    const executor = new Executor({ idle });
    for (const ms of [4, 1, 2, 0]) executor.spawn(after(ms));
    if (idle.mode === 'blocking') executor.run();
    else await executor.finished();
    assert.deepEqual(log, [0, 1, 2, 4]);
  });

  test(`${name}: another thread wakes`, async () => {
    const each = name === 'sleeping' ? 30 : 500; // it wakes up a thousand times a second at best
    const counted = new Counted(each, (handle, counter) => {
      threads[0].obey({ handles: [handle], counter, each, acknowledged: true });
    });
    assert.equal(await run(make(), counted), each);
    assert.ok(counted.polls >= each);
  });

  test(`${name}: two threads wake many times, and no wake-up is lost`, async () => {
    const each = 5000;
    const gate = Latch.of(2).buffer;
    const counted = new Counted(2 * each, (handle, counter) => {
      for (const thread of threads) thread.obey({ handles: [handle], counter, each, gate });
    });
    assert.equal(await run(make(), counted), 2 * each);
  });

  test(`${name}: threads and timers at once`, async () => {
    const each = name === 'sleeping' ? 10 : 200;
    const counted = new Counted(each, (handle, counter) => {
      threads[0].obey({ handles: [handle], counter, each, acknowledged: true });
    });
    const ticking = co(function* () {
      for (let i = 0; i < 5; i += 1) yield* sleep(1);
      return 'ticked';
    });
    assert.deepEqual(await run(make(), timeout(all([counted, ticking]), 60_000)), [each, 'ticked']);
  });

  test(`${name}: a wake before the sleep`, async () => {
    let shared = false;
    const future = pollFn((cx) => {
      if (shared) return 'woken';
      shared = true;
      const counter = new SharedArrayBuffer(12);
      const words = new Int32Array(counter);
      threads[0].obey({ handles: [cx.waker.share()], counter, each: 1 });
      while (Atomics.load(words, 2) === 0) Atomics.wait(words, 2, 0, 1000);
      return PENDING; // the wake has come and gone
    });
    assert.equal(await run(make(), future), 'woken');
  });

  test(`${name}: a wake between the last look and the sleep`, { skip: restless ?? false }, async () => {
    const idle = make();
    const handle = waitingTask();
    const { promise: turned, resolve } = deferred();
    let looks = 0;
    const round: Round = {
      hasWork() {
        looks += 1;
        if (looks > 1) return true;
        SharedWaker.attach(handle).wake(); // as late as can be: every strategy looks once, and then sleeps
        return false;
      },
      timeout: () => 60_000,
      shared: true,
      turn: resolve,
      sleep() {},
    };
    const start = performance.now();
    idle.rest(round);
    if (idle.mode === 'event-loop') await turned;
    assert.ok(performance.now() - start < 30_000, 'it did not sleep through the wake');
    idle.stop?.();
  });

  test(`${name}: idle, it uses next to no processor time`, { skip: restless ?? false }, async () => {
    const nap = 300;
    await run(make(), sleep(1)); // once for warmth
    const idle = make();
    const before = process.cpuUsage();
    const loop = performance.eventLoopUtilization();
    await run(idle, sleep(nap));
    const { user, system } = process.cpuUsage(before);
    assert.ok((user + system) / 1000 < nap / 2, `${(user + system) / 1000} ms of processor time in ${nap} ms`);
    if (idle.mode === 'event-loop') assert.ok(performance.eventLoopUtilization(loop).utilization < 0.5);
  });

  test(`${name}: waiting for another thread, it uses next to no processor time`, {
    skip: restless ?? false,
  }, async () => {
    const nap = 300;
    const idle = make();
    const executor = new Executor({ idle });
    let shared = false;
    const waiting = pollFn((cx) => {
      if (shared) return;
      shared = true;
      threads[0].later(nap, cx.waker.share());
      return PENDING;
    });
    const before = process.cpuUsage();
    const start = performance.now();
    if (idle.mode === 'blocking') executor.runUntil(waiting);
    else await executor.spawn(waiting);
    assert.ok(performance.now() - start >= nap / 2);
    const { user, system } = process.cpuUsage(before);
    assert.ok((user + system) / 1000 < nap / 2, `${(user + system) / 1000} ms of processor time in ${nap} ms`);
  });

  test(`${name}: a dropped executor lets go`, () => {
    const executor = new Executor({ idle: make() });
    executor.spawn(sleep(60_000));
    executor.spawn(
      pollFn((cx) => {
        cx.waker.share();
        return PENDING;
      }),
    );
    executor.tick();
    executor[Symbol.dispose]();
    assert.equal(executor.size, 0);
  });
}

test('interrupts_wake_tasks_of_a_halting_executor', () => {
  const cpu = new Cpu();
  const executor = new Executor({ idle: halting(cpu) });
  const scancodes: number[] = [];
  const seen: number[] = [];
  const wake: (() => void)[] = [];
  cpu.on(1, () => {
    scancodes.push(scancodes.length);
    wake[0]?.();
  });
  const device = cpu.device();
  executor.runUntil(
    pollFn((cx) => {
      wake[0] ??= () => cx.waker.wakeByRef();
      seen.push(...scancodes.splice(0).map(() => seen.length));
      if (seen.length === 3) return;
      device.raise(1); // as the keyboard would, at any time
      return PENDING;
    }),
  );
  assert.deepEqual(seen, [0, 1, 2]);
});

test('a_halting_executor_never_thinks_itself_deadlocked', () => {
  const cpu = new Cpu();
  const executor = new Executor({ idle: halting(cpu) });
  const woken = { now: false };
  const wake: (() => void)[] = [];
  cpu.on(2, () => {
    woken.now = true;
    wake[0]?.();
  });
  threads[0].interrupt(cpu.share(), 2, 20);
  executor.runUntil(
    pollFn((cx) => {
      wake[0] ??= () => cx.waker.wakeByRef();
      return woken.now ? 'interrupted' : PENDING;
    }),
  );
});

test('a_sleeping_executor_sleeps_after_every_round', () => {
  const start = performance.now();
  const executor = new Executor({ idle: sleeping(5) });
  executor.runUntil(
    co(function* () {
      for (let i = 0; i < 4; i += 1) yield* yieldNow();
    }),
  );
  assert.ok(performance.now() - start >= 20);
});

test('a_time_to_sleep_that_is_no_finite_duration_is_refused', () => {
  for (const [ms, type] of [
    [-1, RangeError],
    [Number.NaN, RangeError],
    [Number.POSITIVE_INFINITY, RangeError],
    ['1', TypeError],
    [undefined, TypeError],
  ] as const) {
    assert.throws(
      () => sleeping(ms as number),
      (error) => error instanceof type && error.message.startsWith('ms: '),
    );
  }
});

test('a_processor_that_is_none_is_refused', () => {
  for (const bad of [undefined, null, {}, new SharedArrayBuffer(64)]) {
    assert.throws(
      () => halting(bad as unknown as Cpu),
      (error) => error instanceof TypeError && error.message.startsWith('cpu: '),
    );
  }
});

test('a_bad_spin_of_parking_is_refused', () => {
  assert.throws(() => parking({ spin: -1 }), RangeError);
  assert.throws(() => parking({ spin: '1' as unknown as number }), TypeError);
});

/** The handle of a task that waits on this thread. */
function waitingTask(): WakerHandle {
  let handle: WakerHandle | undefined;
  const executor = new Executor();
  executor.spawn(
    pollFn<never>((cx) => {
      handle = cx.waker.share();
      return PENDING;
    }),
  );
  executor.runUntilStalled();
  return handle as unknown as WakerHandle;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
