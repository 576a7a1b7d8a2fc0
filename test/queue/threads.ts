import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import { handleOf } from './number-queue.js';
import { drain, isRing, ONE_THREAD, type SharedQueue, type Subject } from './subject.js';
import type { Job } from './threads.worker.js';

const ITEMS = 20_000;

/** Looks in vain before the test gives up, many seconds of them: an item must be lost. */
const HOPELESS = 1_000_000_000;

/** What the queues must do between real threads, all of which start at one latch. */
export async function threadCases(t: TestContext, subject: Subject): Promise<void> {
  const shared = { skip: subject.shared ? false : ONE_THREAD };
  const make = (capacity: number) => subject.make(capacity) as SharedQueue;

  await t.test('spsc', shared, async () => {
    const queue = make(64);
    const team = new Team(queue, [{ verb: 'produce', items: ITEMS, first: 0 }]);
    await team.start();
    for (let item = 0; item < ITEMS; item += 1) {
      let value = queue.pop();
      for (let attempt = 0; value === undefined && attempt < HOPELESS; attempt += 1) value = queue.pop();
      assert.equal(value, item);
    }
    await team.done();
    assert.equal(queue.pop(), undefined);
  });

  await t.test('consumer_sees_what_was_pushed_before_it_looked', shared, async () => {
    const queue = make(ITEMS);
    const team = new Team(queue, [{ verb: 'produce', items: ITEMS, first: 0 }]);
    await team.start();
    await team.done();
    assert.equal(queue.length, ITEMS);
    assert.deepEqual(
      drain(queue),
      Array.from({ length: ITEMS }, (_, item) => item),
    );
  });

  await t.test('mpmc', shared, async () => {
    const total = 2 * ITEMS;
    const team = new Team(make(100), [
      { verb: 'produce', items: ITEMS, first: 0 },
      { verb: 'produce', items: ITEMS, first: ITEMS },
      { verb: 'consume', items: total },
      { verb: 'consume', items: total },
    ]);
    await team.start();
    const taken = (await team.done()).flat();
    assert.equal(taken.length, total);
    assert.equal(new Set(taken).size, total, 'each item once');
    assert.equal(
      taken.reduce((sum, item) => sum + item, 0),
      (total * (total - 1)) / 2,
    );
  });

  await t.test('each_consumer_gets_the_items_of_a_producer_in_order', shared, async () => {
    const team = new Team(make(8), [
      { verb: 'produce', items: ITEMS, first: 0 },
      { verb: 'produce', items: ITEMS, first: ITEMS },
      { verb: 'consume', items: 2 * ITEMS },
      { verb: 'consume', items: 2 * ITEMS },
    ]);
    await team.start();
    for (const taken of await team.done()) {
      assertRising(taken.filter((item) => item < ITEMS));
      assertRising(taken.filter((item) => item >= ITEMS));
    }
  });

  await t.test('batches_and_single_items_of_several_threads_come_once_and_in_order', shared, async () => {
    const team = new Team(make(20), [
      { verb: 'produceMany', items: ITEMS, first: 0 },
      { verb: 'produceMany', items: ITEMS, first: ITEMS },
      { verb: 'produce', items: ITEMS, first: 2 * ITEMS },
      { verb: 'consumeMany', items: 3 * ITEMS },
      { verb: 'consume', items: 3 * ITEMS },
    ]);
    await team.start();
    const taken = await team.done();
    assert.equal(new Set(taken.flat()).size, 3 * ITEMS, 'each item once');
    for (const mine of taken) {
      for (const first of [0, 1, 2]) assertRising(mine.filter((item) => Math.floor(item / ITEMS) === first));
    }
  });

  await t.test('who_pushed_an_item_never_finds_the_queue_empty', shared, async () => {
    const queue = make(3);
    const team = new Team(
      queue,
      Array.from({ length: 3 }, () => ({ verb: 'pair', items: ITEMS }) as const),
    );
    await team.start();
    assert.deepEqual((await team.done()).flat(), [], 'refused pushes and empty pops');
    assert.equal(queue.length, 0);
  });

  const ring = { skip: subject.shared ? (isRing(subject.make(1)) ? false : 'only a ring replaces') : ONE_THREAD };
  await t.test('force_push_from_several_threads_loses_and_doubles_nothing', ring, async () => {
    for (const capacity of [1, 2, 5]) {
      const queue = make(capacity);
      const team = new Team(queue, [
        { verb: 'force', items: ITEMS, first: 0 },
        { verb: 'force', items: ITEMS, first: ITEMS },
        { verb: 'look', items: ITEMS },
      ]);
      await team.start();
      const out = (await team.done()).flat();
      const left = drain(queue);
      assert.ok(left.length <= capacity);
      assert.equal(out.length + left.length, 2 * ITEMS);
      assert.equal(new Set([...out, ...left]).size, 2 * ITEMS);
    }
  });
}

function assertRising(items: readonly number[]): void {
  for (let index = 1; index < items.length; index += 1) {
    assert.ok((items[index - 1] as number) < (items[index] as number), `${items[index]} after ${items[index - 1]}`);
  }
}

/** Some threads on one queue. Each sends what it took when it is done. */
class Team {
  readonly #latch = new Int32Array(new SharedArrayBuffer(8));
  readonly #workers: Worker[];
  readonly #results: Promise<number[]>[];

  constructor(queue: SharedQueue, jobs: readonly Job[]) {
    const taken = new SharedArrayBuffer(4);
    this.#workers = jobs.map(
      (job) =>
        new Worker(new URL('./threads.worker.js', import.meta.url), {
          workerData: { handle: handleOf(queue), latch: this.#latch, taken, job },
        }),
    );
    this.#results = this.#workers.map(async (worker) => (await once(worker, 'message'))[0] as number[]);
  }

  /** Once all threads stand at the latch. */
  async start(): Promise<void> {
    for (let ready = 0; ready < this.#workers.length; ready = Atomics.load(this.#latch, 0)) {
      const change = Atomics.waitAsync(this.#latch, 0, ready);
      if (change.async) await Promise.race([change.value, ...this.#results]); // rejects when a thread fails to start
    }
    Atomics.store(this.#latch, 1, 1);
    Atomics.notify(this.#latch, 1);
  }

  async done(): Promise<number[][]> {
    return Promise.all(this.#results);
  }
}
