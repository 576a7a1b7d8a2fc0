import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, HandleError, SharedWaker, sleep } from 'reveille';
import { Camp } from 'reveille/camp';

/** From the drawing in docs/architecture.md. */
const BLOCK = (block: number): number => 16 + 256 * block;
const EPOCH = 1;
const NEWS = 8;
const STATE_OF_NEWS = 16 + 2 * NEWS;

test('an_impossible_number_of_ends_is_an_error_and_not_told_one_by_one (I13)', () => {
  const camp = Camp.own();
  const { buffer } = camp.share();
  const words = new Int32Array(buffer);
  let told = 0;
  const listening = camp.onThreadEnd(() => {
    told += 1;
  });
  words[BLOCK(3) + EPOCH] = 2 ** 31 - 2;
  SharedWaker.attach({ buffer, slot: NEWS, generation: (words[STATE_OF_NEWS] as number) >> 1 }).wake();
  assert.throws(() => blockOn(sleep(1)), HandleError);
  assert.equal(told, 0);
  listening[Symbol.dispose]();
});
