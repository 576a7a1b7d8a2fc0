import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEATHS } from '../stress/part.js';
import { Rounds } from '../stress/round.js';
import { DeathToll } from './death-toll.js';
import { FAULT_ACTS, FAULTS, planOf } from './plan.js';

/** At a time: most of a round is waiting. */
const LANES = 3;
const ROUNDS = 3 * FAULT_ACTS.length;

test('threads_that_die_of_anything_in_the_midst_of_anything_lose_double_and_hold_up_nothing (I22, I23, I24, I25)', async (t) => {
  const seed = Math.floor(Math.random() * 2 ** 30);
  t.diagnostic(`seeds from ${seed} on`);
  const toll = new DeathToll();
  const playFrom = async (lane: number): Promise<void> => {
    using rounds = new Rounds(FAULTS);
    for (let round = lane; round < ROUNDS; round += LANES) toll.add(await rounds.play(seed + round));
  };
  await Promise.all(Array.from({ length: LANES }, (_, lane) => playFrom(lane)));
  t.diagnostic(toll.line);
  assert.ok(toll.deaths > ROUNDS, `there were but ${toll.deaths} deaths`);
});

test('a_seed_says_all_of_a_plan_and_plans_kill_in_every_way', () => {
  const ends = new Set<string>();
  for (let seed = 0; seed < 40; seed += 1) {
    const plan = planOf(seed);
    assert.deepEqual(plan, planOf(seed));
    for (const { end } of plan.parts) ends.add(end);
  }
  for (const death of DEATHS) assert.ok(ends.has(death), death);
});
