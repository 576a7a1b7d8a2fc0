import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Context, END, PENDING, type Poll, PollError, Stream } from 'reveille';

/** Answers the items one after the other; before each one it is pending, if it is to be, and is woken in the midst of that poll or later. */
class Items extends Stream<number> {
  isDropped = false;
  #at = 0;
  #hasWaited = false;

  constructor(
    readonly count: number,
    readonly waits: 'never' | 'woken at once' | 'woken later',
  ) {
    super();
  }

  override pollNext(cx: Context): Poll<number | typeof END> {
    if (this.#at === this.count) return END;
    if (this.waits !== 'never' && !this.#hasWaited) {
      this.#hasWaited = true;
      if (this.waits === 'woken at once') cx.waker.wakeByRef();
      else {
        const waker = cx.waker.clone();
        setImmediate(() => waker.wake());
      }
      return PENDING;
    }
    this.#hasWaited = false;
    this.#at += 1;
    return this.#at;
  }

  override [Symbol.dispose](): void {
    this.isDropped = true;
  }
}

for (const waits of ['never', 'woken at once', 'woken later'] as const) {
  test(`a_loop_has_all_items_in_order_and_drops_the_stream: ${waits}`, async () => {
    const items = new Items(300, waits);
    const seen: number[] = [];
    for await (const item of items) seen.push(item);
    assert.deepEqual(
      seen,
      Array.from({ length: 300 }, (_, n) => n + 1),
    );
    assert.ok(items.isDropped);
  });
}

test('a_loop_over_what_never_runs_dry_lets_the_event_loop_turn', async () => {
  let hasTurned = false;
  setImmediate(() => {
    hasTurned = true;
  });
  let count = 0;
  for await (const item of new Items(Number.POSITIVE_INFINITY, 'never')) {
    count = item;
    if (hasTurned || count > 100_000) break;
  }
  assert.ok(hasTurned, 'it has not turned');
  assert.ok(count <= 1000, `it has turned after ${count} items`);
});

test('what_a_stream_throws_ends_the_loop_whether_it_was_waited_for_or_not', async () => {
  for (const failsAt of [1, 2]) {
    let polls = 0;
    class Failing extends Items {
      override pollNext(cx: Context): Poll<number | typeof END> {
        polls += 1;
        if (polls === failsAt) throw new RangeError('spilt');
        return super.pollNext(cx);
      }
    }
    const items = new Failing(1, 'woken later');
    await assert.rejects(async () => {
      for await (const _ of items);
    }, /spilt/);
    assert.ok(items.isDropped);
    assert.equal(polls, failsAt);
  }
});

test('items_that_several_ask_for_at_once_come_in_order', async () => {
  const iterator = new Items(3, 'woken later')[Symbol.asyncIterator]();
  const results = await Promise.all(Array.from({ length: 4 }, () => iterator.next()));
  assert.deepEqual(
    results.map(({ value }) => value),
    [1, 2, 3, undefined],
  );
});

test('two_loops_that_wait_for_one_stream_fail_both', async () => {
  class Never extends Stream<number> {
    override pollNext(): typeof PENDING {
      return PENDING;
    }
    override toString(): string {
      return 'never';
    }
  }
  const stream = new Never();
  const loop = async (): Promise<void> => {
    for await (const _ of stream);
  };
  const outcomes = await Promise.allSettled([loop(), loop()]);
  for (const outcome of outcomes) {
    assert.ok(outcome.status === 'rejected' && outcome.reason instanceof PollError, outcome.status);
    assert.equal(outcome.reason.message, 'next item of never: two for await loops wait for it');
  }
});

test('a_loop_within_a_loop_over_the_same_stream_goes_on_with_it', async () => {
  const seen: number[] = [];
  const items = new Items(4, 'woken later');
  for await (const first of items) {
    seen.push(-first);
    for await (const rest of items) seen.push(rest);
  }
  assert.deepEqual(seen, [-1, 2, 3, 4]);
});
