import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { co, yieldNow } from 'reveille';
import { TestExecutor } from 'reveille/testing';
import { interleaving, schedule } from 'reveille/testing/fast-check';

/** Runs as many tasks as there are names, each of `turns` polls; the order in which they had them. */
function turns(names: string, turns: number, schedule: readonly number[]): string {
  const executor = new TestExecutor({ schedule });
  const log: string[] = [];
  for (const name of names) {
    executor.spawn(
      co(function* () {
        for (let i = 0; i < turns; i += 1) {
          log.push(name);
          if (i < turns - 1) yield* yieldNow();
        }
      }),
    );
  }
  executor.run();
  return log.join('');
}

test('schedules_reach_all_orders', () => {
  const orders = new Set(fc.sample(schedule(), { numRuns: 2_000, seed: 1 }).map((list) => turns('abcd', 1, list)));
  assert.equal(orders.size, 24);
});

test('a_failing_schedule_shrinks_to_the_order_that_matters', () => {
  const cleanly = (list: readonly number[]): boolean => turns('abc', 3, list).indexOf('bb') === -1;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { counterexample } = fc.check(fc.property(schedule(), cleanly), { seed, numRuns: 10_000 });
      const choices = counterexample?.[0] ?? [];
      assert.equal(cleanly(choices), false);
      assert.ok(choices.length <= 7, 'of up to a hundred');
      const simpler = choices.map((choice, i) => choices.with(i, Math.max(0, choice - 1)));
      for (const other of simpler)
        assert.ok(other.join() === choices.join() || cleanly(other), 'each choice is needed');
    }),
    { numRuns: 20 },
  );
});

test('a_schedule_is_not_longer_than_it_may_be', () => {
  for (const list of fc.sample(schedule(5), { numRuns: 200, seed: 1 })) assert.ok(list.length <= 5);
  assert.ok(fc.sample(schedule(), { numRuns: 200, seed: 1 }).some((list) => list.length > 50));
  for (const wrong of [0, -1, 1.5]) assert.throws(() => schedule(wrong), /^RangeError: maxLength: expected a whole/);
});

test('sequences_of_different_kinds_interleave', () => {
  const merged: fc.Arbitrary<readonly (number | string)[]> = interleaving([1, 2], ['a', 'b']);
  const seen = new Set(fc.sample(merged, { numRuns: 200, seed: 1 }).map((items) => items.join('')));
  assert.deepEqual([...seen].sort(), ['12ab', '1a2b', '1ab2', 'a12b', 'a1b2', 'ab12']);
});

test('an_interleaving_keeps_each_sequence_in_order', () => {
  const sequences = fc.array(fc.array(fc.nat(), { maxLength: 5 }), { maxLength: 4 });
  const named = sequences.map((lists) => lists.map((list, of) => list.map((item, at) => ({ of, at, item }))));
  fc.assert(
    fc.property(
      named.chain((lists) => interleaving(...lists).map((merged) => ({ lists, merged }))),
      ({ lists, merged }) => {
        const apart = lists.map((_, of) => merged.filter((item) => item.of === of));
        assert.deepEqual(apart, lists);
      },
    ),
  );
});

test('all_interleavings_are_reached', () => {
  const merged = fc.sample(interleaving(['a', 'b'], ['x', 'y']), { numRuns: 500, seed: 1 });
  assert.equal(new Set(merged.map((items) => items.join(''))).size, 6);
});

test('an_interleaving_shrinks_towards_one_after_the_other', () => {
  const property = fc.property(interleaving([1, 2, 3], [10, 20, 30]), (items) => items.indexOf(10) > items.indexOf(2));
  const { counterexample } = fc.check(property, { seed: 1 });
  assert.deepEqual(counterexample, [[1, 10, 2, 3, 20, 30]]);
});

test('an_interleaving_of_nothing_is_nothing', () => {
  assert.deepEqual(fc.sample(interleaving(), { numRuns: 1 }), [[]]);
  assert.deepEqual(fc.sample(interleaving([], []), { numRuns: 1 }), [[]]);
  assert.throws(() => interleaving([1], 2 as never), /^TypeError: sequences\[1\]: expected an array, got 2/);
});
