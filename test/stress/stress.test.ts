import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTS } from './acts.js';
import { Rounds } from './round.js';

test('random threads, operations, drops, closes and deaths lose and double nothing', async (t) => {
  const seed = Math.floor(Math.random() * 2 ** 30);
  t.diagnostic(`seeds from ${seed} on`);
  using rounds = new Rounds();
  const played = new Set<string>();
  for (let round = 0; round < ACTS.length; round += 1) {
    const { acts } = await rounds.play(seed + round);
    for (const kind of acts.keys()) played.add(kind);
  }
  assert.equal(played.size, ACTS.length);
});
