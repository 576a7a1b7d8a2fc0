import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArrayQueue, SegQueue, SharedArrayQueue, SharedSegQueue } from 'reveille/queue';

const NO_NUMBER = ['8', null, {}, [8], true, 8n, Symbol('8')];
const NO_CAPACITY = [0, -1, -0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 26 + 1, 2 ** 32 + 1, 2 ** 53];
const NO_WORD = [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, -(2 ** 31) - 1, 2 ** 32];

const bounded = {
  ArrayQueue: (capacity: number) => new ArrayQueue(capacity),
  SharedArrayQueue: (capacity: number) => new SharedArrayQueue(capacity),
  SharedSegQueue: (capacity: number) => new SharedSegQueue({ capacity }),
};

for (const [name, make] of Object.entries(bounded)) {
  test(`${name}_refuses_what_is_no_capacity`, () => {
    for (const wrong of NO_CAPACITY) {
      assert.throws(() => make(wrong), {
        name: 'RangeError',
        message: /^capacity: expected a whole number from 1 to /,
      });
    }
    for (const wrong of NO_NUMBER) {
      assert.throws(() => make(wrong as number), { name: 'TypeError', message: /^capacity: expected a number, got / });
    }
  });
}

test('a_missing_capacity_is_a_type_error', () => {
  const make = [ArrayQueue, SharedArrayQueue] as unknown as (new () => unknown)[];
  for (const Kind of make) assert.throws(() => new Kind(), { name: 'TypeError', message: /^capacity: / });
});

test('options_must_be_an_object', () => {
  for (const wrong of [5, null, 'capacity', true]) {
    assert.throws(() => new SharedSegQueue(wrong as unknown as object), {
      name: 'TypeError',
      message: /^options: expected/,
    });
  }
});

test('without_options_a_capacity_of_sixteen_million', () => {
  assert.equal(new SharedSegQueue().capacity, 2 ** 24);
  assert.equal(new SharedSegQueue({}).capacity, 2 ** 24);
});

test('shared_queues_refuse_what_is_no_word_before_anything_changed', () => {
  for (const queue of [new SharedArrayQueue(1), new SharedSegQueue()]) {
    const verbs: ((value: number) => unknown)[] = [(value) => queue.push(value)];
    if ('forcePush' in queue) verbs.push((value) => queue.forcePush(value));
    for (const verb of verbs) {
      for (const wrong of NO_WORD) {
        assert.throws(() => verb(wrong), {
          name: 'RangeError',
          message: /^value: expected a whole number/,
        });
      }
      for (const wrong of [...NO_NUMBER, undefined]) {
        assert.throws(() => verb(wrong as number), {
          name: 'TypeError',
          message: /^value: expected a number/,
        });
      }
    }
    assert.deepEqual([queue.length, queue.pop()], [0, undefined]);
  }
});

test('shared_queues_carry_every_kind_of_word', () => {
  const words = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)];
  for (const queue of [new SharedArrayQueue(5), new SharedSegQueue()]) {
    for (const word of words) queue.push(word);
    assert.deepEqual(
      words.map(() => queue.pop()),
      words,
    );
    queue.push(-0);
    assert.equal(queue.pop(), 0, 'there is one zero');
  }
});

test('in_process_queues_refuse_undefined_before_anything_changed', () => {
  const full = new ArrayQueue<unknown>(1);
  full.push('kept');
  const refused = { name: 'TypeError', message: /^value: expected anything but undefined/ };
  assert.throws(() => full.push(undefined), refused);
  assert.throws(() => full.forcePush(undefined), refused);
  assert.deepEqual([full.length, full.pop()], [1, 'kept']);
  assert.throws(() => new SegQueue<unknown>().push(undefined), refused);
});

test('queues_of_doubles_carry_every_number', () => {
  const numbers = [0, -0, 0.1, Number.NaN, Number.POSITIVE_INFINITY, -Number.MAX_VALUE, Number.MIN_VALUE, 2 ** 53];
  for (const queue of [new SharedArrayQueue(9, { items: 'f64' }), new SharedSegQueue({ items: 'f64' })]) {
    for (const number of numbers) queue.push(number);
    for (const number of numbers) assert.ok(Object.is(queue.pop(), number), `${number}`);
    for (const wrong of [...NO_NUMBER, undefined]) {
      assert.throws(() => queue.push(wrong as number), { name: 'TypeError', message: /^value: expected a number/ });
    }
    assert.equal(queue.length, 0);
  }
});

test('queues_of_64_bit_integers_carry_every_one_and_nothing_else', () => {
  const integers = [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 32n];
  for (const queue of [new SharedArrayQueue(9, { items: 'i64' }), new SharedSegQueue({ items: 'i64' })]) {
    for (const integer of integers) queue.push(integer);
    for (const integer of integers) assert.equal(queue.pop(), integer);
    for (const wrong of [2n ** 63n, -(2n ** 63n) - 1n]) {
      assert.throws(() => queue.push(wrong), { name: 'RangeError', message: /^value: expected a bigint from -2\^63/ });
    }
    for (const wrong of [8, '8', null, undefined, {}]) {
      assert.throws(() => queue.push(wrong as bigint), {
        name: 'TypeError',
        message: /^value: expected a bigint, got /,
      });
    }
    assert.equal(queue.length, 0);
  }
});

test('items_that_are_none_are_a_type_error', () => {
  for (const wrong of ['u8', 32, null, {}, 'toString']) {
    const refused = { name: 'TypeError', message: /^options.items: expected 'i32', 'f64' or 'i64', got / };
    assert.throws(() => new SharedArrayQueue(4, { items: wrong as 'i32' }), refused);
    assert.throws(() => new SharedSegQueue({ items: wrong as 'i32' }), refused);
  }
  assert.throws(() => new SharedArrayQueue(4, { item: 'f64' } as object), {
    message: /^options.item: there is no such/,
  });
});
