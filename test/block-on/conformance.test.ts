import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  blockOn,
  blockOnChannel,
  blockOnExecutor,
  co,
  DeadlockError,
  Executor,
  type Future,
  fromPromise,
  lazy,
  PENDING,
  PollError,
  pending,
  pollFn,
  race,
  ready,
  SharedWaker,
  type Suspend,
  sleep,
  sleepUntil,
  timeout,
  type Waker,
  yieldNow,
} from 'reveille';
import { Latch } from '../support/latch.js';
import { Probe } from '../support/probe.js';
import { Counted, WakingThread } from '../support/waking-thread.js';

const threads = [WakingThread.start(), WakingThread.start()] as const;
after(async () => {
  for (const thread of threads) await thread[Symbol.asyncDispose]();
});

type Block = <T>(future: Future<T>) => T;

const ways: [string, Block][] = [
  ['block_on', (future) => blockOn(future)],
  ['block_on with a limit', (future) => blockOn(future, { timeout: 60_000 })],
  ['block_on within block_on', (future) => blockOn(lazy(() => blockOn(future)))],
  ['block_on_channel', (future) => blockOnChannel(future)],
  ['block_on_executor', (future) => blockOnExecutor(future)],
];

/** Yields `times` times by waking itself. */
const yielding = co.wrap(function* turns(times: number) {
  for (let i = 0; i < times; i += 1) yield* yieldNow();
  return times;
});

const error = new Error('no');

function* throwing(): Generator<Suspend, never, unknown> {
  yield* yieldNow();
  throw error;
}

for (const [name, block] of ways) {
  const limited = name === 'block_on with a limit';

  test(`${name}: ready`, () => {
    for (const value of [1, undefined, null, 'text', { then: 1 }]) assert.equal(block(ready(value)), value);
  });

  test(`${name}: yields`, () => {
    for (const times of [1, 10, 1000]) assert.equal(block(yielding(times)), times);
  });

  test(`${name}: polls once for each wake`, () => {
    let polls = 0;
    block(
      pollFn((cx) => {
        polls += 1;
        if (polls === 3) return 'done';
        for (let i = 0; i < 5; i += 1) cx.waker.wakeByRef();
        return PENDING;
      }),
    );
    assert.equal(polls, 3);
  });

  test(`${name}: timers, in order`, () => {
    const log: number[] = [];
    const start = performance.now();
    block(
      co(function* () {
        for (const ms of [3, 1, 2]) {
          yield* sleep(ms);
          log.push(ms);
        }
        yield* sleep(0);
        yield* sleepUntil(0);
      }),
    );
    assert.deepEqual(log, [3, 1, 2]);
    assert.ok(performance.now() - start >= 6);
  });

  test(`${name}: timers go on beside yields`, () => {
    let done = false;
    const busy = co(function* () {
      while (!done) yield* yieldNow();
    });
    const timed = co(function* () {
      yield* sleep(3);
      done = true;
      return 'timed';
    });
    block(
      co(function* () {
        yield* race([busy, timed]);
        assert.equal(done, true);
      }),
    );
  });

  test(`${name}: wakes from another thread`, () => {
    const counted = new Counted(500, (handle, counter) => {
      threads[0].obey({ handles: [handle], counter, each: 500, acknowledged: true });
    });
    assert.equal(block(counted), 500);
  });

  test(`${name}: wakes from two threads`, () => {
    const gate = Latch.of(2).buffer;
    const counted = new Counted(10_000, (handle, counter) => {
      for (const thread of threads) thread.obey({ handles: [handle], counter, each: 5000, gate });
    });
    assert.equal(block(counted), 10_000);
  });

  test(`${name}: a wake from another thread before the sleep`, () => {
    let shared = false;
    const future = pollFn((cx) => {
      if (shared) return 'woken';
      shared = true;
      const counter = new SharedArrayBuffer(12);
      threads[0].obey({ handles: [cx.waker.share()], counter, each: 1 });
      const words = new Int32Array(counter);
      while (Atomics.load(words, 2) === 0) Atomics.wait(words, 2, 0, 1000);
      return PENDING; // the wake has come and gone
    });
    assert.equal(block(future), 'woken');
  });

  test(`${name}: nested`, () => {
    const log: string[] = [];
    const answer = block(
      co(function* () {
        yield* yieldNow();
        const inner = block(
          co(function* () {
            yield* sleep(1);
            const executor = new Executor();
            const innermost = executor.runUntil(
              co(function* () {
                yield* yieldNow();
                log.push('innermost');
                return block(yielding(3));
              }),
            );
            log.push('inner');
            return innermost;
          }),
        );
        yield* sleep(1);
        yield* yieldNow();
        log.push('outer');
        return inner;
      }),
    );
    assert.equal(answer, 3);
    assert.deepEqual(log, ['innermost', 'inner', 'outer']);
  });

  test(`${name}: a wake of the outer call is not taken by the inner one`, () => {
    let polls = 0;
    block(
      pollFn((cx) => {
        polls += 1;
        if (polls === 2) return 'done';
        cx.waker.wakeByRef();
        block(yielding(2));
        return PENDING;
      }),
    );
    assert.equal(polls, 2);
  });

  test(`${name}: errors`, () => {
    assert.throws(() => block(co(throwing)), error);
    assert.throws(
      () =>
        block(
          lazy(() => {
            throw error;
          }),
        ),
      error,
    );
    for (const thrown of [undefined, null, 'text']) {
      try {
        block(
          lazy(() => {
            throw thrown;
          }),
        );
        assert.fail('nothing was thrown');
      } catch (caught) {
        assert.equal(caught, thrown);
      }
    }
  });

  test(`${name}: is as good as new after an error`, () => {
    for (let i = 0; i < 3; i += 1) {
      assert.throws(() => block(co(throwing)), error);
      assert.equal(block(yielding(3)), 3);
      assert.equal(block(timeout(yielding(3), 1000)), 3);
    }
  });

  test(`${name}: a future is used up, whatever happens`, () => {
    for (const future of [ready(1), co(throwing), yielding(2)]) {
      try {
        block(future);
      } catch {}
      assert.throws(() => block(future), PollError);
    }
  });

  test(`${name}: a stale wake of an earlier call`, () => {
    let kept: Waker | undefined;
    block(pollFn((cx) => void (kept = cx.waker.clone())));
    kept?.wakeByRef();
    assert.equal(block(yielding(3)), 3);
    kept?.wake();
    block(sleep(1));
  });

  test(`${name}: a stale wake of an earlier call by another thread`, () => {
    const handle = block(pollFn((cx) => cx.waker.share()));
    const waker = SharedWaker.attach(handle);
    waker.wake();
    assert.equal(block(yielding(3)), 3);
    const start = performance.now();
    waker.wake();
    block(sleep(5));
    assert.ok(performance.now() - start >= 5);
  });

  test(`${name}: a handle of an earlier call holds nobody off a deadlock`, () => {
    block(pollFn((cx) => void cx.waker.share()));
    if (!limited) assert.throws(() => block(pending()), DeadlockError);
  });

  test(`${name}: a promise of this thread is a deadlock that names it`, () => {
    const later = new Promise((resolve) => setImmediate(resolve));
    const waiting = co(function* waiting() {
      yield* fromPromise(async function fetchIt() {
        await later;
      });
    });
    assert.throws(
      () => block(waiting),
      (error) => error instanceof DeadlockError && /fromPromise\(fetchIt\)/.test(error.message),
    );
    assert.throws(() => block(fromPromise(later)), DeadlockError);
  });

  if (!limited) {
    test(`${name}: a waker that went nowhere is a deadlock that names what was awaited`, () => {
      const lost = co(function* outer() {
        yield* co(function* inner() {
          yield* new Probe('the bell');
        });
      });
      assert.throws(
        () => block(lost),
        (error) => error instanceof DeadlockError && /co outer in inner awaiting the bell/.test(error.message),
      );
    });

    test(`${name}: sleeping for ever is a deadlock`, () => {
      assert.throws(() => block(sleep(Number.POSITIVE_INFINITY)), DeadlockError);
      assert.throws(() => block(sleepUntil(Number.POSITIVE_INFINITY)), DeadlockError);
      assert.throws(() => block(pending()), DeadlockError);
      assert.throws(() => block(race([])), DeadlockError);
      assert.throws(() => block(timeout(pending(), Number.POSITIVE_INFINITY)), DeadlockError);
    });

    test(`${name}: a deadlock after a timer`, () => {
      const future = co(function* () {
        yield* sleep(1);
        yield* pending();
      });
      assert.throws(() => block(future), DeadlockError);
    });

    test(`${name}: a join of an outer executor's task is a deadlock`, () => {
      const executor = new Executor();
      const handle = executor.spawn(yielding(3));
      executor.spawn(lazy(() => assert.throws(() => block(handle), DeadlockError)));
      executor.run();
    });
  }

  test(`${name}: a deadlock drops the future`, () => {
    const log: string[] = [];
    const probe = new Probe('probe', log);
    assert.throws(() => block(timeout(probe, limited ? 1 : Number.POSITIVE_INFINITY)));
    assert.equal(log.at(-1), 'drop probe');
  });

  test(`${name}: what dropped futures clean up is driven to its end, side by side`, () => {
    const log: string[] = [];
    const loser = co.wrap(function* loser(first: string, other: string, last: string) {
      try {
        yield* sleep(60_000);
      } finally {
        yield* yieldNow();
        log.push(first);
        while (!log.includes(other)) yield* sleep(1);
        log.push(last);
      }
    });
    assert.equal(block(race([loser('a1', 'b1', 'a2'), loser('b1', 'a2', 'b2'), ready('won')])), 'won');
    assert.deepEqual(log, ['a1', 'b1', 'a2', 'b2']);
  });

  test(`${name}: a clean-up goes on beside what is awaited`, () => {
    let open = false;
    const opener = co(function* () {
      try {
        yield* sleep(60_000);
      } finally {
        yield* sleep(1);
        open = true;
      }
    });
    block(
      co(function* () {
        yield* race([opener, ready(1)]);
        for (let i = 0; !open; i += 1) {
          yield* sleep(1);
          assert.ok(i < 10_000);
        }
      }),
    );
    assert.equal(open, true);
  });

  const throwsEarly = 'an executor throws what nobody joined as soon as nothing can run, and the others stay';
  const skip = name === 'block_on_executor' && throwsEarly;
  test(`${name}: one clean-up that fails does not stop the others`, { skip }, () => {
    const log: string[] = [];
    const loser = co.wrap(function* loser(cleanUp: Future<unknown>) {
      try {
        yield* sleep(60_000);
      } finally {
        yield* cleanUp;
      }
    });
    const whole = race([
      loser(co(throwing)),
      loser(
        co(function* () {
          yield* sleep(2);
          log.push('cleaned up');
        }),
      ),
      ready('won'),
    ]);
    assert.throws(() => block(whole), error);
    assert.deepEqual(log, ['cleaned up']);
    assert.equal(block(yielding(1)), 1);
  });

  test(`${name}: a clean-up of what failed is driven too`, () => {
    const log: string[] = [];
    const loser = co(function* () {
      try {
        yield* pending();
      } finally {
        yield* sleep(1);
        log.push('cleaned up');
      }
    });
    assert.throws(() => block(race([loser, co(throwing)])), error);
    assert.deepEqual(log, ['cleaned up']);
  });

  test(`${name}: an error keeps what its clean-up failed with as its cause`, { skip }, () => {
    const cause = new Error('clean-up failed');
    const loser = co.wrap(function* loser(cleanUp: Future<unknown>) {
      try {
        yield* pending();
      } finally {
        yield* cleanUp;
      }
    });
    const failure = new Error('failed');
    const failing = (cleanUp: Future<unknown>): Future<unknown> =>
      race([
        loser(cleanUp),
        co(function* () {
          yield* yieldNow();
          throw failure;
        }),
      ]);
    const later = co(function* () {
      yield* sleep(1);
      throw cause;
    });
    assert.throws(
      () => block(failing(later)),
      (error) => error === failure && failure.cause === cause,
    );
  });

  test(`${name}: a future that outlives its call is cleaned up by the event loop`, async () => {
    const gate = new Probe('gate');
    const log: string[] = [];
    const outliving = co(function* () {
      try {
        yield* pending();
      } finally {
        log.push(yield* gate);
      }
    });
    block(pollFn((cx) => void outliving.poll(cx)));
    outliving[Symbol.dispose]();
    assert.equal(block(yielding(2)), 2);
    gate.answer('cleaned up');
    assert.deepEqual(log, []);
    await new Promise((resolve) => setImmediate(resolve)); // behind all microtasks
    assert.deepEqual(log, ['cleaned up']);
  });

  test(`${name}: what is no future is refused`, () => {
    const bad: unknown[] = [
      undefined,
      null,
      0,
      Number.NaN,
      -1,
      'future',
      true,
      Symbol('s'),
      {},
      [],
      Promise.resolve(1),
      () => ready(1),
      co.wrap(throwing),
      function* () {},
    ];
    for (const value of bad) {
      assert.throws(
        () => block(value as Future<unknown>),
        (error) => error instanceof TypeError && error.message.startsWith('future: '),
        String(value),
      );
    }
    assert.throws(() => block(Promise.resolve(1) as never), /fromPromise/);
    assert.throws(() => block(function* () {} as never), /call co/);
    assert.equal(block(yielding(1)), 1);
  });
}
