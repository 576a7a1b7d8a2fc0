import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Looking } from '../../src/threads/answering/looking.js';

const MOST = 0.32; // milliseconds, as every figure here
const SOON = 0.001;
const KEPT = 1; // found that long after the last look, a call says that others had the processor

function untilItSleepsAtOnce(looking: Looking): number {
  let sleeps = 0;
  while (looking.ms > 0) {
    looking.inVain();
    sleeps += 1;
  }
  return sleeps;
}

/** How many sleeps it takes until a worker that looks no more looks again. */
function untilItTries(looking: Looking): number {
  let sleeps = 0;
  while (looking.ms === 0) {
    looking.inVain();
    sleeps += 1;
  }
  return sleeps;
}

test('a_worker_looks_for_as_long_as_it_may_while_calls_come_soon', () => {
  const looking = new Looking(MOST);
  assert.equal(looking.ms, MOST);
  for (let call = 0; call < 1_000; call += 1) looking.found(SOON);
  assert.equal(looking.ms, MOST);
});

test('a_look_in_vain_halves_the_next_one_and_ends_with_none', () => {
  const looking = new Looking(MOST);
  const lengths = [];
  while (looking.ms > 0) {
    lengths.push(looking.ms);
    looking.inVain();
  }
  assert.deepEqual(lengths, [0.32, 0.16, 0.08, 0.04, 0.02, 0.01]);
});

test('a_call_that_is_found_after_others_had_the_processor_halves_it_too', () => {
  const looking = new Looking(MOST);
  looking.found(KEPT);
  assert.equal(looking.ms, MOST / 2);
  looking.found(SOON);
  assert.equal(looking.ms, MOST);
});

test('a_worker_that_looks_no_more_tries_now_and_then_and_ever_less_often', () => {
  const looking = new Looking(MOST);
  const first = untilItSleepsAtOnce(looking) + untilItTries(looking);
  const tries = [first];
  for (let round = 0; round < 6; round += 1) {
    assert.equal(looking.ms, MOST);
    looking.inVain();
    assert.equal(looking.ms, 0, 'one try in vain is enough');
    tries.push(1 + untilItTries(looking));
  }
  assert.deepEqual(tries, [16, 32, 64, 128, 256, 256, 256]);
});

test('a_try_that_finds_a_call_soon_brings_looking_back', () => {
  const looking = new Looking(MOST);
  untilItSleepsAtOnce(looking);
  untilItTries(looking);
  looking.found(SOON);
  assert.equal(looking.ms, MOST);
  looking.inVain();
  assert.equal(looking.ms, MOST / 2, 'it is no longer a try');
});

test('a_try_that_finds_a_call_late_is_one_in_vain', () => {
  const looking = new Looking(MOST);
  untilItSleepsAtOnce(looking);
  untilItTries(looking);
  looking.found(KEPT);
  assert.equal(looking.ms, 0);
});

test('a_worker_that_may_not_look_never_does', () => {
  const looking = new Looking(0);
  for (let sleep = 0; sleep < 1_000; sleep += 1) {
    assert.equal(looking.ms, 0);
    if (sleep % 3 === 0) looking.found(SOON);
    else looking.inVain();
  }
});
