import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { all, blockOn, co, Executor, type Future, join, race, select, sleep, TimeoutError, timeout } from 'reveille';
import { type Receiver, shared } from 'reveille/channel';
import { mapBounded, scope } from 'reveille/threads';

/** A thread that sends when it is told to. */
const SENDER = `
  const { workerData: [handle, words] } = require('node:worker_threads');
  import('reveille/channel').then(({ shared }) => {
    const tx = shared.attachSender(handle, 'i32');
    Atomics.wait(words, 0, 0);
    tx.sendBlocking(42);
  });`;

type Body = () => Future<unknown>;

/** Many, of which the first one cleans up. */
const many = (count: number, body: Body): Future<unknown>[] =>
  Array.from({ length: count }, (_, n) => (n === 0 ? body() : sleep(60_000)));

const FORMS: Record<string, (body: Body) => Future<unknown>> = {
  coroutine: (body) => body(),
  scope: (body) =>
    scope(function* (s) {
      s.spawn(body());
      yield* sleep(60_000);
    }),
  scopes: (body) =>
    scope(function* (s) {
      s.spawn(FORMS['scope']?.(body) as Future<unknown>);
      yield* sleep(60_000);
    }),
  map: (body) =>
    co(function* () {
      const results = mapBounded([1], () => body(), { concurrency: 1 });
      try {
        yield* results.next();
      } finally {
        results[Symbol.dispose]();
      }
    }),
  allOfFew: (body) => all(many(3, body)),
  allOfMany: (body) => all(many(300, body)),
  raceOfMany: (body) => race(many(300, body)),
  join: (body) => join(body(), sleep(60_000)),
};

const DROPS: Record<string, (future: Future<unknown>) => void> = {
  timeout: (future) => assert.throws(() => blockOn(timeout(future, 5)), TimeoutError),
  limit: (future) => assert.throws(() => blockOn(future, { timeout: 5 }), TimeoutError),
  select: (future) => assert.equal(blockOn(select({ future, limit: sleep(5) })).key, 'limit'),
  executor: (future) => {
    const executor = new Executor();
    const handle = executor.spawn(future);
    executor.spawn(
      co(function* () {
        yield* sleep(5);
        handle.abort();
      }),
    );
    executor.run();
  },
};

/** Its clean-up waits for another thread. */
function tidy(rx: Receiver<number>, go: Int32Array, log: number[]): Body {
  return () =>
    co(function* () {
      try {
        yield* sleep(60_000);
      } finally {
        Atomics.store(go, 0, 1);
        Atomics.notify(go, 0);
        log.push(yield* rx.recv());
      }
    });
}

for (const [form, make] of Object.entries(FORMS)) {
  for (const [drop, dropped] of Object.entries(DROPS)) {
    test(`a_clean_up_that_waits_for_another_thread_is_driven_to_its_end: ${form}, ${drop}`, async () => {
      const [tx, rx] = shared.bounded(1, 'i32');
      const go = new Int32Array(new SharedArrayBuffer(4));
      const sender = new Worker(SENDER, { eval: true, workerData: [tx.share(), go] });
      const log: number[] = [];
      dropped(make(tidy(rx, go, log)));
      assert.deepEqual(log, [42]);
      await sender.terminate();
      for (const end of [tx, rx]) end[Symbol.dispose]();
    });
  }
}
