import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linearize, type Model, models, type Operation } from 'reveille/testing';

/** `op(0, 'push', [1], true, 2, 5)`: thread 0 pushes 1 from step 2 to step 5. */
function op(thread: number, name: string, args: unknown[], result: unknown, from: number, to = from + 1): Operation {
  return { thread, name, args, result, from, to };
}

const NEVER = Number.POSITIVE_INFINITY;

test('nothing_is_linearizable', () => {
  assert.deepEqual(linearize([], models.queue()), []);
});

test('what_was_over_before_comes_before', () => {
  const push = op(0, 'push', [1], true, 0);
  const pop = op(1, 'pop', [], 1, 2);
  assert.deepEqual(linearize([pop, push], models.queue()), [push, pop]);
  assert.equal(linearize([op(0, 'push', [1], true, 4), pop], models.queue()), undefined);
});

test('what_overlaps_may_come_in_either_order', () => {
  const push = op(0, 'push', [1], true, 0, 9);
  const full = op(1, 'pop', [], 1, 0, 9);
  const empty = op(1, 'pop', [], undefined, 0, 9);
  assert.deepEqual(linearize([push, full], models.queue()), [push, full]);
  assert.deepEqual(linearize([push, empty], models.queue()), [empty, push]);
});

test('operations_of_one_thread_within_one_step_keep_their_order', () => {
  const first = op(0, 'push', [1], true, 3, 3);
  const second = op(0, 'push', [2], true, 3, 3);
  const pop = op(1, 'pop', [], 2, 4);
  assert.equal(linearize([first, second, pop], models.queue()), undefined);
  assert.ok(linearize([second, first, pop], models.queue()));
  assert.ok(linearize([first, { ...second, thread: 1 }, pop], models.queue()));
});

test('the_wrong_end_of_a_queue_is_a_stack', () => {
  const history = [op(0, 'push', [1], true, 0), op(0, 'push', [2], true, 2), op(1, 'pop', [], 2, 4)];
  assert.equal(linearize(history, models.queue()), undefined);
  assert.deepEqual(linearize(history, models.stack()), history);
});

test('an_item_that_two_threads_got', () => {
  const history = [op(0, 'push', [1], true, 0), op(1, 'pop', [], 1, 2, 5), op(2, 'pop', [], 1, 2, 5)];
  assert.equal(linearize(history, models.queue()), undefined);
});

test('a_bounded_queue_refuses_only_when_it_is_full', () => {
  const refused = [op(0, 'push', [1], true, 0), op(0, 'push', [2], false, 2)];
  assert.ok(linearize(refused, models.queue(1)));
  assert.equal(linearize(refused, models.queue(2)), undefined);
  assert.ok(linearize([...refused, op(1, 'forcePush', [3], 1, 4), op(1, 'pop', [], 3, 6)], models.queue(1)));
});

test('two_threads_that_add_with_a_load_and_a_store_lose_one', () => {
  const lost = [op(0, 'add', [1], 0, 0, 3), op(1, 'add', [1], 0, 1, 4)];
  assert.equal(linearize(lost, models.register()), undefined);
  assert.ok(linearize([op(0, 'add', [1], 1, 0, 3), op(1, 'add', [1], 0, 1, 4)], models.register()));
});

test('a_register_answers_as_atomics_do', () => {
  const history = [
    op(0, 'load', [], 5, 0),
    op(0, 'store', [6], 6, 2),
    op(0, 'exchange', [7], 6, 4),
    op(0, 'compareExchange', [7, 8], 7, 6),
    op(0, 'compareExchange', [7, 9], 8, 8),
    op(0, 'sub', [1], 8, 10),
    op(0, 'load', [], 7, 12),
  ];
  assert.deepEqual(linearize(history, models.register(5)), history);
});

test('what_never_returned_may_have_taken_effect', () => {
  const push = op(0, 'push', [1], undefined, 0, NEVER);
  const pop = op(1, 'pop', [], 1, 2);
  assert.deepEqual(linearize([push, pop], models.queue()), [push, pop]);
  assert.equal(linearize([{ ...push, from: 9 }, pop], models.queue()), undefined);
});

test('what_never_returned_may_have_done_nothing', () => {
  const push = op(0, 'push', [1], undefined, 0, NEVER);
  const pop = op(1, 'pop', [], undefined, 2);
  assert.deepEqual(linearize([push, pop], models.queue()), [pop]);
  assert.deepEqual(linearize([push], models.queue()), []);
});

test('results_are_compared_all_the_way_down', () => {
  const model: Model = () => ({
    take: () => ({ items: [1, new Map([['a', [2]]])], at: new Date(3), none: undefined }),
  });
  const take = (result: unknown): Operation[] => [op(0, 'take', [], result, 0)];
  const same = { items: [1, new Map([['a', [2]]])], at: new Date(3), none: undefined };
  assert.ok(linearize(take(same), model));
  for (const other of [
    { ...same, items: [1, new Map([['a', [3]]])] },
    { ...same, items: [1] },
    { ...same, items: { 0: 1 } },
    { ...same, at: new Date(4) },
    { items: same.items, at: same.at },
    { ...same, none: null },
    null,
    'take',
  ]) {
    assert.equal(linearize(take(other), model), undefined);
  }
  assert.ok(linearize(take(Number.NaN), () => ({ take: () => Number.NaN })));
});

test('a_thrown_error_agrees_with_one_of_its_name', () => {
  const model: Model = () => ({
    take() {
      throw new RangeError('the model');
    },
  });
  const thrown: Operation = { ...op(0, 'take', [], new RangeError('the code'), 0), threw: true };
  assert.ok(linearize([thrown], model));
  assert.ok(linearize([{ ...thrown, result: { name: 'RangeError' } }], model));
  assert.equal(linearize([{ ...thrown, result: new TypeError('the code') }], model), undefined);
  assert.equal(linearize([{ ...thrown, threw: false }], model), undefined);
  assert.equal(linearize([{ ...thrown, result: 'no error' }], model), undefined);
  assert.equal(
    linearize([thrown], () => ({ take() {} })),
    undefined,
  );
});

test('a_model_that_keeps_its_state_to_itself_will_do', () => {
  const model: Model = () => {
    const items: unknown[] = [];
    return { push: (item: unknown) => items.length < 2 && items.push(item) > 0, pop: () => items.shift() };
  };
  const history = [
    op(0, 'push', [1], true, 0, 9),
    op(1, 'push', [2], true, 0, 9),
    op(2, 'push', [3], false, 0, 9),
    op(0, 'pop', [], 2, 10),
    op(0, 'pop', [], 1, 12),
  ];
  assert.deepEqual(
    linearize(history, model)?.map(({ args }) => args[0]),
    [2, 1, 3, undefined, undefined],
  );
});

test('bad_input_is_refused', () => {
  const pop = op(0, 'pop', [], 1, 0);
  assert.throws(() => linearize({} as never, models.queue()), /^TypeError: history: expected an array, got an object/);
  assert.throws(() => linearize([{ name: 'pop' } as never], models.queue()), /^TypeError: history\[0\]: expected \{/);
  assert.throws(
    () => linearize([{ ...pop, to: -1 }], models.queue()),
    /^RangeError: history\[0\]: expected from <= to/,
  );
  assert.throws(() => linearize([pop], models.queue as never), /^TypeError: model: expected a function that makes/);
  assert.throws(() => linearize([pop], {} as never), /^TypeError: model: expected a function, got an object/);
  assert.throws(() => linearize([pop], models.register()), /^TypeError: model: has no method pop/);
  assert.throws(() => models.queue(-1), /^RangeError: capacity: expected a whole number/);
  assert.throws(() => models.stack('2' as never), /^TypeError: capacity: expected a number/);
});
