import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { linearize, type Model, models, type Operation } from 'reveille/testing';

type Methods = Record<string, (...args: readonly unknown[]) => unknown>;

/** Whether the model, led through `order`, answers what was recorded. */
function agrees(order: readonly Operation[], model: Model): boolean {
  const object = model() as Methods;
  return order.every(({ name, args, result, to }) => {
    const answer = object[name]?.(...args);
    return to === Number.POSITIVE_INFINITY || isDeepStrictEqual(answer, result);
  });
}

/** Whether no operation stands before one that had returned when it was called. */
const keepsTime = (order: readonly Operation[]): boolean =>
  order.every((later, i) => order.slice(0, i).every((earlier) => !(later.to < earlier.from)));

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [i, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(i, 1))) yield [item, ...rest];
  }
}

function* subsets<T>(items: readonly T[]): Generator<T[]> {
  for (let mask = 0; mask < 1 << items.length; mask += 1) yield items.filter((_, i) => ((mask >> i) & 1) === 1);
}

/** The definition, taken literally: any order of all that returned and some of the others. */
function bruteForce(history: readonly Operation[], model: Model): boolean {
  const isOver = ({ to }: Operation): boolean => to !== Number.POSITIVE_INFINITY;
  for (const some of subsets(history.filter((operation) => !isOver(operation)))) {
    for (const order of permutations([...history.filter(isOver), ...some])) {
      if (keepsTime(order) && agrees(order, model)) return true;
    }
  }
  return false;
}

const queueCall = fc.oneof(
  fc.record({
    name: fc.constantFrom('push', 'forcePush'),
    args: fc.tuple(fc.integer({ min: 1, max: 2 })),
    result: fc.constantFrom(true, true, false, undefined, 1),
  }),
  fc.record({ name: fc.constant('pop'), args: fc.constant([]), result: fc.constantFrom(undefined, 1, 2) }),
);

const wordCall = fc.oneof(
  fc.record({ name: fc.constant('load'), args: fc.constant([]), result: fc.integer({ min: 0, max: 2 }) }),
  fc.record({
    name: fc.constantFrom('add', 'exchange'),
    args: fc.tuple(fc.integer({ min: 0, max: 2 })),
    result: fc.integer({ min: 0, max: 2 }),
  }),
  fc.record({
    name: fc.constant('compareExchange'),
    args: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
    result: fc.integer({ min: 0, max: 2 }),
  }),
);

/** Histories of up to five operations, each on a thread of its own: which overlap is left to chance. */
const histories = (calls: fc.Arbitrary<Pick<Operation, 'name' | 'args' | 'result'>>): fc.Arbitrary<Operation[]> =>
  fc
    .array(fc.record({ call: calls, from: fc.nat(9), length: fc.constantFrom(0, 1, 2, 4, 9, 9, Infinity) }), {
      maxLength: 5,
    })
    .map((list) => list.map(({ call, from, length }, thread) => ({ ...call, thread, from, to: from + length })));

/** A model without `toJSON`: there is no memory then. */
const opaque =
  (model: Model): Model =>
  () =>
    Object.assign(model(), { toJSON: undefined });

const subjects: readonly (readonly [string, Model, fc.Arbitrary<Operation[]>])[] = [
  ['a_queue', models.queue(), histories(queueCall)],
  ['a_queue_for_one', models.queue(1), histories(queueCall)],
  ['a_register', models.register(), histories(wordCall)],
];

for (const [name, model, arbitrary] of subjects) {
  test(`the_search_agrees_with_brute_force_on_${name}`, () => {
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(arbitrary, (history) => {
        const order = linearize(history, model);
        verdicts.add(order !== undefined);
        assert.equal(order !== undefined, bruteForce(history, model));
        assert.deepEqual(linearize(history, opaque(model)), order);
        if (order === undefined) return;
        assert.ok(keepsTime(order) && agrees(order, model));
        const missing = history.filter((operation) => !order.includes(operation));
        assert.ok(missing.every(({ to }) => to === Number.POSITIVE_INFINITY));
      }),
      { numRuns: 1500 },
    );
    assert.deepEqual([...verdicts].sort(), [false, true]); // or nothing was tested
  });
}

test('orders_that_lead_to_the_same_state_are_searched_once', () => {
  let made = 0;
  const counter: Model = () => {
    let count = 0;
    made += 1;
    return { increment: () => void (count += 1), load: () => count, toJSON: () => count };
  };
  // Four threads that count five times each: there are more than 4! ** 5 orders, 8 million.
  const history = Array.from({ length: 20 }, (_, i): Operation => {
    const from = 10 * i;
    return { thread: i % 4, name: 'increment', args: [], result: undefined, from, to: from + 39 };
  });
  const wrong: Operation = { thread: 4, name: 'load', args: [], result: 21, from: 0, to: 1000 };
  assert.equal(linearize([...history, wrong], counter), undefined);
  assert.ok(made < 2000, `${made} objects`);
});
