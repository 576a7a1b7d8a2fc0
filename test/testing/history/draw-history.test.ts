import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawHistory, type Model, models, type Operation } from 'reveille/testing';

const NAMES = ['first', 'second', 'third'];

const op = (thread: number, name: string, args: unknown[], result: unknown, from: number, to: number): Operation => ({
  thread,
  name,
  args,
  result,
  from,
  to,
});

test('an_item_got_twice', () => {
  const history = [
    op(0, 'push', [1], true, 0, 3),
    op(1, 'pop', [], 1, 4, 12),
    op(2, 'pop', [], 1, 6, 9),
    op(2, 'pop', [], undefined, 10, 11),
  ];
  assert.equal(
    drawHistory(history, models.queue(), NAMES),
    `\
  first   push(1)  true       ├─┤
  second  pop()    1              ├─────────┤
  third   pop()    1                ├─┤
  third   pop()    undefined            ├─┤

Not linearizable. The longest order that agrees with the model:
  push(1), pop(), pop()
What might come next:
  pop() of second returned 1, but the model's returns undefined`,
  );
});

test('nothing_agrees_from_the_start', () => {
  const history = [op(0, 'push', [1], false, 0, 1), op(1, 'pop', [], 2, 0, 1)];
  assert.equal(
    drawHistory(history, models.queue()),
    `\
  thread 0  push(1)  false  ├─┤
  thread 1  pop()    2      ├─┤

Not linearizable. The longest order that agrees with the model:
  nothing
What might come next:
  push(1) of thread 0 returned false, but the model's returns true
  pop() of thread 1 returned 2, but the model's returns undefined`,
  );
});

test('a_call_that_never_returned_and_one_that_threw', () => {
  const full: Model = () => ({
    push() {
      throw new RangeError('full');
    },
    pop: () => 1,
  });
  const history: Operation[] = [
    op(0, 'push', ['a'], undefined, 2, Number.POSITIVE_INFINITY),
    { ...op(1, 'pop', [], new TypeError('broken\nin two'), 3, 3), threw: true },
    op(1, 'push', [{ a: [1, 2n] }, null], true, 4, 5),
  ];
  assert.equal(
    drawHistory(history, full, NAMES),
    `\
  first   push("a")                   never returned           ├───────╌
  second  pop()                       threw TypeError: broken    │
  second  push({ a: [1, 2n] }, null)  true                         ├─┤

Not linearizable. The longest order that agrees with the model:
  nothing
What might come next:
  pop() of second threw TypeError: broken, but the model's returns 1`,
  );
});

test('a_linearizable_history_is_drawn_with_its_order', () => {
  const history = [op(0, 'push', [1], true, 0, 9), op(1, 'pop', [], 1, 1, 8)];
  assert.equal(
    drawHistory(history, models.queue(), NAMES),
    `\
  first   push(1)  true  ├─────┤
  second  pop()    1       ├─┤

Linearizable, in this order:
  push(1), pop()`,
  );
});
