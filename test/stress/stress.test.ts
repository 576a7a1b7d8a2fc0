import assert from 'node:assert/strict';
import { test } from 'node:test';
import { play } from './round.js';

test('random threads, operations, drops, closes and deaths lose and double nothing', async (t) => {
  const seed = Math.floor(Math.random() * 2 ** 30);
  t.diagnostic(`seeds from ${seed} on`);
  for (let round = 0; round < 10; round += 1) {
    const { arrived } = await play(seed + round);
    assert.ok(arrived >= 0);
  }
});
