import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, CancelledError, co, END, Executor, PollError, TimeoutError } from 'reveille';
import { type CallStream, offload, PayloadError, pool, ThreadDiedError } from 'reveille/threads';
import { Folder, moduleOf } from './folder.js';
import { blockUntilSet, words } from './words.js';

type Making = typeof import('./modules/making.js');
const url = new URL('./modules/making.js', import.meta.url);

const upTo = (to: number): number[] => Array.from({ length: to }, (_, n) => n);

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}
function allBlocking<T>(stream: CallStream<T>): T[] {
  const items: T[] = [];
  for (let item = blockOn(stream.next()); item !== END; item = blockOn(stream.next())) items.push(item);
  return items;
}

for (const name of ['count', 'countAtOnce', 'stream', 'later', 'readable'] as const) {
  test(`${name}: items_arrive_in_their_order_and_end`, async () => {
    using api = offload<Making>(url);
    for (const to of [0, 1, 5, 500]) {
      assert.deepEqual(await all(api[name](to)), upTo(to));
      assert.deepEqual(allBlocking(api[name](to)), upTo(to));
    }
  });
}

test('a_list_is_no_stream', async () => {
  using api = offload<Making>(url);
  assert.deepEqual(await api.list(3), [0, 1, 2]);
});

test('a_coroutine_takes_items', () => {
  using api = offload<Making>(url);
  const sum = co(function* () {
    const numbers = api.count(100);
    let total = 0;
    for (let n = yield* numbers.next(); n !== END; n = yield* numbers.next()) total += n;
    return total;
  });
  assert.equal(new Executor().runUntil(sum), 4950);
});

test('after_its_end_it_stays_ended', () => {
  using api = offload<Making>(url);
  const items = api.count(1);
  assert.equal(blockOn(items.next()), 0);
  assert.equal(blockOn(items.next()), END);
  assert.equal(blockOn(items.next()), END);
});

test('a_generator_runs_a_few_items_ahead_and_no_more', () => {
  using api = offload<Making>(url);
  const made = words();
  using items = api.endless(made);
  for (let taken = 1; taken <= 300; taken += 1) {
    assert.equal(blockOn(items.next()), taken - 1);
    assert.ok((made[0] as number) <= taken + 100, `${made[0]} were made when ${taken} were taken`);
  }
});

test('a_generator_waits_while_nobody_takes_what_has_come', async () => {
  using api = offload<Making>(url);
  const made = words();
  using items = api.endless(made);
  assert.equal(blockOn(items.next()), 0);
  for (let turn = 0; turn < 100; turn += 1) await api.list(1); // this thread receives meanwhile what there is
  assert.ok((made[0] as number) <= 120, `${made[0]} were made when one was taken`);
});

test('leaving_the_loop_ends_the_generator_and_dropping_does', async () => {
  using api = offload<Making>(url);
  for (const leave of [true, false]) {
    const made = words();
    const items = api.endless(made);
    if (leave) {
      for await (const n of items) if (n === 40) break;
    } else items[Symbol.dispose]();
    if (leave) blockUntilSet(made, 1);
    assert.deepEqual(await api.list(1), [0], 'the thread goes on');
  }
});

test('items_come_before_the_error_that_ends_them', async () => {
  using api = offload<Making>(url);
  for (const after of [0, 1, 50]) {
    const items = api.failing(after);
    for (const n of upTo(after)) assert.equal(blockOn(items.next()), n);
    assert.throws(
      () => blockOn(items.next()),
      (error: Error) => error instanceof RangeError && error.message === 'oh' && error.cause === 'why',
    );
  }
});

test('a_thread_that_dies_fails_its_streams_behind_what_has_come', async () => {
  using api = offload<Making>(url);
  const items = api.dying(1);
  assert.equal(blockOn(items.next()), 0);
  assert.throws(() => blockOn(items.next()), ThreadDiedError);
  assert.deepEqual(await all(api.count(2)), [0, 1]);
});

test('what_is_no_stream_and_what_is_one_say_so_to_whoever_takes_them_for_the_other', async () => {
  using api = offload<Making>(url);
  const made = words();
  await assert.rejects(async () => await (api.endless(made) as unknown as Promise<number>), /answers a stream/);
  blockUntilSet(made, 1);
  assert.throws(() => blockOn(api.count(0) as never), /answers a stream/);
  await assert.rejects(all(api.list(1) as unknown as AsyncIterable<number>), /answered a value, no stream/);
});

test('an_item_that_cannot_be_sent_fails_the_stream', async () => {
  using api = offload<Making>(url);
  const items = api.unsendable();
  assert.equal(blockOn(items.next()), 1);
  assert.throws(() => blockOn(items.next()), PayloadError);
});

test('a_limit_is_of_each_wait_for_an_item', async () => {
  using api = offload<Making>(url);
  assert.deepEqual(await all(api.with({ timeout: 60_000 }).count(3)), [0, 1, 2]);
  const limited = api.with({ timeout: 5 }).stuck(0);
  assert.throws(() => blockOn(limited.next()), TimeoutError);
  assert.throws(() => blockOn(limited.next()), PollError, 'it was cancelled');
  const controller = new AbortController();
  const items = api.with({ signal: controller.signal }).stuck(3);
  await assert.rejects(async () => {
    for await (const n of items) if (n === 2) controller.abort(new CancelledError('enough'));
  }, /enough/);
});

test('threads_of_a_pool_make_items_side_by_side_and_for_each_other', async () => {
  using p = pool<Making>(url, { threads: 2 });
  const made = [words(), words()];
  const streams = made.map((one) => p.endless(one));
  for (const [i, items] of streams.entries())
    for (const n of upTo(50)) assert.equal(blockOn(items.next()), n, `of ${i}`);
  for (const items of streams) items[Symbol.dispose]();
  assert.equal(blockOn(p.sumOf(100)), 4950);
  assert.deepEqual(await Promise.all(upTo(6).map((to) => p.sumOf(to))), [0, 0, 1, 3, 6, 10]);
});

test('closing_waits_for_a_stream_to_be_read', async () => {
  const api = offload<Making>(url);
  const items = api.count(200);
  assert.equal(blockOn(items.next()), 0);
  const closed = api.close();
  const rest = all(items);
  await closed;
  assert.equal((await rest).length, 199);
});

test('items_before_one_that_can_not_be_sent_arrive', async () => {
  const code = `
    export function* many() { for (let n = 0; n < 5; n += 1) yield n; yield () => {}; yield 6; }
    export async function* slowly() { for (let n = 0; n < 5; n += 1) yield n; yield Symbol(); yield 6; }`;
  await using api = offload<{ many(): Generator<number>; slowly(): AsyncGenerator<number> }>(moduleOf(code));
  for (const make of [api.many, api.slowly] as const) {
    const items: number[] = [];
    const read = async () => {
      for await (const item of make()) items.push(item);
    };
    await assert.rejects(read, (error) => {
      assert.ok(error instanceof PayloadError);
      assert.match(error.message, /^items\[\d\]: a (function|symbol) can't be sent$/);
      return true;
    });
    assert.deepEqual(items, upTo(5));
  }
});

test('several_who_ask_for_the_next_item_have_one_each', async () => {
  using api = offload<Making>(url);
  for (const stream of [api.count(3), api.later(3), api.countAtOnce(3)]) {
    const asked = [stream.next(), stream.next(), stream.next(), stream.next()].map(async (next) => await next);
    // Not in their order, if an item comes between two of them: who asks then takes it, and the one before takes the next.
    assert.deepEqual(new Set(await Promise.all(asked)), new Set([0, 1, 2, END]));
  }
});

test('items_of_a_stream_that_was_dropped_do_not_come_to_another_one', async () => {
  const code = `
    import { cancelled } from 'reveille/threads';
    export function* two() { yield 'old 0'; yield 'old 1'; while (!cancelled()); yield 'old 2'; }
    export const busy = (words) => { Atomics.wait(words, 0, 0); }; // the acknowledgement is read when it is over
    export async function* fresh() { yield 'new 0'; yield 'new 1'; }
    export const plain = (value) => new Promise((resolve) => setTimeout(resolve, 20, value));`;
  type Module = {
    two(): Generator<string>;
    busy(words: Int32Array): void;
    fresh(): AsyncGenerator<string>;
    plain(value: string): Promise<string>;
  };
  const folder = new Folder();
  await using p = pool<Module>(folder.module('dropped.mjs', code), { threads: 1 });
  for (let round = 0; round < 10; round += 1) {
    const latch = words();
    const old = p.two();
    assert.equal(await old.next(), 'old 0');
    const busy = p.busy(latch);
    old[Symbol.dispose]();
    const next = round % 2 === 0 ? all(p.fresh()) : p.plain('x');
    Atomics.store(latch, 0, 1);
    Atomics.notify(latch, 0);
    assert.deepEqual(await next, round % 2 === 0 ? ['new 0', 'new 1'] : 'x');
    await busy;
  }
});

test('items_for_which_no_memory_is_left_come_to_the_owner_all_the_same', async () => {
  for (const [count, length] of [
    [60, 3_000],
    [20, 100_000],
  ] as const) {
    await using p = pool<Making>(url, { threads: 1, memory: 2 ** 16 });
    let seen = 0;
    for await (const text of p.texts(count, length)) {
      assert.equal(text, `${seen}`.padEnd(length, '.'));
      seen += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(seen, count);
  }
});
