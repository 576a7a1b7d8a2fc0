import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ledger } from './ledger.js';

test('an_item_that_was_sent_and_has_not_arrived_is_noticed', () => {
  const ledger = new Ledger();
  ledger.sent(0, 3);
  ledger.through(0);
  ledger.arrived([ledger.item(0, 0), ledger.item(0, 2)]);
  assert.throws(() => ledger.check(), /1 items are lost, 0 were in the hands of threads that died/);
  ledger.holding(1, 1);
  assert.deepEqual(ledger.check(), { done: 2, lost: 1 });
});

test('an_item_that_arrives_twice_is_noticed', () => {
  const ledger = new Ledger();
  ledger.sent(1, 1);
  ledger.arrived([ledger.item(1, 0)]);
  new Ledger(ledger.buffer).arrived([ledger.item(1, 0)]); // on another thread
  assert.throws(() => ledger.check(), /item 0 of 1 arrived 2 times/);
});

test('an_item_that_was_refused_and_arrives_is_noticed', () => {
  const ledger = new Ledger();
  ledger.sent(0, 1);
  ledger.through(0);
  ledger.arrived([ledger.item(0, 0), ledger.item(0, 1)]);
  assert.throws(() => ledger.check(), /item 1 of 0 was refused, and arrived/);
});
