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
