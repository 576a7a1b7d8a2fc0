import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ItemKind, SharedArrayQueue, SharedSegQueue } from 'reveille/queue';

const VIEWS = { i32: Int32Array, f64: Float64Array, i64: BigInt64Array };
const KINDS = ['i32', 'f64', 'i64'] as const;

/** What channels ask of a queue. */
interface Look {
  readonly hasNext: boolean;
}

const both = <K extends ItemKind>(items: K) => [
  new SharedArrayQueue(3000, { items }),
  new SharedSegQueue({ capacity: 3000, items }),
];

/** The first numbers, in the typed array of the kind. */
const upTo = (items: ItemKind, count: number) => {
  const numbers = Array.from({ length: count }, (_, i) => i);
  return items === 'i64' ? BigInt64Array.from(numbers.map(BigInt)) : new VIEWS[items](numbers);
};

for (const items of KINDS) {
  test(`typed_arrays_of_${items}_pass_through`, () => {
    for (const queue of both(items)) {
      const batch = upTo(items, 2500);
      const into = new VIEWS[items](4000);
      for (let round = 0; round < 5; round += 1) {
        assert.equal(queue.pushMany(batch as never), 2500);
        assert.equal(queue.popInto(into as never), 2500);
        assert.deepEqual(into.subarray(0, 2500), batch);
        assert.equal(queue.popInto(into as never), 0);
      }
    }
  });

  test(`a_look_at_the_oldest_of_${items}_says_what_a_pop_would_find`, () => {
    for (const queue of both(items)) {
      const into = new VIEWS[items](7);
      for (let pushed = 0, popped = 0; popped < 3000; ) {
        assert.equal((queue as unknown as Look).hasNext, popped < pushed, `${popped} of ${pushed}`);
        if (popped < pushed)
          popped += popped % 3 === 0 ? queue.popInto(into as never) : Number(queue.pop() !== undefined);
        else
          pushed += pushed % 2 === 0 ? queue.pushMany(upTo(items, 10) as never) : Number(queue.push(into[0] as never));
      }
    }
  });

  test(`batches_of_${items}_mix_with_single_items`, () => {
    for (const queue of both(items)) {
      const [zero, one, two] = items === 'i64' ? [0n, 1n, 2n] : [0, 1, 2];
      queue.push(zero as never);
      queue.pushMany([one, two, one] as never);
      assert.equal(queue.pop(), zero);
      assert.equal(queue.pop(), one);
      queue.push(zero as never);
      assert.deepEqual(queue.popMany(2), [two, one]);
      assert.deepEqual(queue.popMany(), [zero]);
    }
  });
}

test('other_typed_arrays_are_looked_at_item_by_item', () => {
  for (const queue of both('i32')) {
    assert.equal(queue.pushMany(new Uint8Array([1, 2]) as never), 2);
    assert.throws(() => queue.pushMany(new Float64Array([1, 0.5]) as never), {
      message: /^values\[1\]: expected a whole/,
    });
    assert.deepEqual(queue.popMany(), [1, 2]);
  }
});

test('a_batch_with_one_wrong_item_pushes_nothing', () => {
  for (const queue of both('i32')) {
    assert.throws(() => queue.pushMany([1, 2 ** 31]), { name: 'RangeError', message: /^values\[1\]: / });
    assert.throws(() => queue.pushMany([1, '2' as never]), { name: 'TypeError', message: /^values\[1\]: / });
    assert.throws(() => queue.pushMany(new Array(2)), { name: 'TypeError', message: /^values\[0\]: / });
    assert.equal(queue.length, 0);
  }
});

test('what_a_getter_throws_leaves_no_slot_claimed', () => {
  for (const queue of both('f64')) {
    const values = [1, 2];
    Object.defineProperty(values, 1, { get: () => assert.fail('no') });
    assert.throws(() => queue.pushMany(values), { message: 'no' });
    queue.push(5);
    assert.deepEqual(queue.popMany(), [5]);
  }
});

test('batches_of_something_else_are_type_errors', () => {
  for (const queue of both('i32')) {
    for (const wrong of [
      undefined,
      null,
      5,
      'text',
      {},
      new Set([1]),
      new DataView(new ArrayBuffer(8)),
      { length: 1 },
    ]) {
      assert.throws(() => queue.pushMany(wrong as never), { name: 'TypeError', message: /^values: expected an array/ });
    }
    for (const wrong of [undefined, null, 5, [], new Float64Array(1), new Uint32Array(1), new ArrayBuffer(8)]) {
      assert.throws(() => queue.popInto(wrong as never), {
        name: 'TypeError',
        message: /^into: expected an Int32Array/,
      });
    }
    for (const wrong of ['1', null, 1n])
      assert.throws(() => queue.popMany(wrong as never), { message: /^max: expected/ });
    for (const wrong of [-1, 0.5, 2 ** 32, Number.NaN])
      assert.throws(() => queue.popMany(wrong), { name: 'RangeError' });
  }
});

test('empty_batches_change_nothing', () => {
  for (const queue of both('i32')) {
    queue.push(1);
    assert.deepEqual([queue.pushMany([]), queue.popMany(0), queue.popInto(new Int32Array(0))], [0, [], 0]);
    assert.equal(queue.length, 1);
  }
});

test('a_ring_of_one_takes_batches_of_one', () => {
  const queue = new SharedArrayQueue(1);
  for (let round = 0; round < 1000; round += 1) {
    assert.equal(queue.pushMany([round, -1]), 1);
    assert.equal(queue.pushMany([-1]), 0);
    assert.deepEqual(queue.popMany(), [round]);
  }
});

test('forced_pushes_evict_items_of_a_batch', () => {
  const queue = new SharedArrayQueue(3);
  queue.pushMany([1, 2, 3]);
  assert.deepEqual([queue.forcePush(4), queue.forcePush(5), queue.popMany()], [1, 2, [3, 4, 5]]);
});
