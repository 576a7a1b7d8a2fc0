import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sleeper } from '../../src/camp/sleeper.js';

const MOST = 1024;
const words = new Int32Array(new SharedArrayBuffer(8));

/** How often it looks for what does not come. */
function looksOf(sleeper: Sleeper): number {
  let looks = 0;
  const isThere = (): boolean => {
    looks += 1;
    return false;
  };
  sleeper.lookFor(words, 0, isThere, 1);
  return looks;
}

test('a_thread_that_sleeps_long_looks_less_and_less_and_tries_now_and_then', () => {
  const sleeper = new Sleeper(MOST);
  const looks: number[] = [];
  for (let n = 0; n < 60; n += 1) {
    looks.push(looksOf(sleeper));
    assert.equal(sleeper.sleep(words, 0, 1), false); // nobody leaves a token: it sleeps for a millisecond
  }
  const tries = [1024, 512, 256, 128];
  const none = (count: number): number[] => new Array<number>(count).fill(0);
  assert.deepEqual(looks, [...tries, ...none(16), ...tries, ...none(32), ...tries]);
});

test('one_that_finds_what_it_looks_for_looks_longer', () => {
  const sleeper = new Sleeper(MOST);
  for (let n = 0; n < 3; n += 1) sleeper.sleep(words, 0, 1);
  assert.equal(looksOf(sleeper), 128);
  sleeper.lookFor(words, 0, () => true, 1);
  assert.equal(looksOf(sleeper), 256);
  sleeper.lookFor(words, 0, () => true, 1);
  assert.equal(looksOf(sleeper), 512);
});

test('one_that_is_not_to_look_never_does', () => {
  const sleeper = new Sleeper(0);
  for (let n = 0; n < 20; n += 1) sleeper.sleep(words, 0, 1);
  assert.equal(sleeper.looks, false);
  assert.equal(looksOf(sleeper), 0);
});

/** Sleeps briefly until it has given up looking; answers for how many sleeps it does not look. */
function restOf(sleeper: Sleeper): number {
  for (let tries = 0; looksOf(sleeper) > 0; tries += 1) {
    assert.ok(tries < 1000, 'it goes on looking');
    sleeper.sleep(words, 0, 0); // not at all: as if it had been woken at once
  }
  let sleeps = 0;
  for (; looksOf(sleeper) === 0; sleeps += 1) sleeper.sleep(words, 0, 0);
  assert.equal(looksOf(sleeper), MOST);
  return sleeps;
}

test('one_that_looks_as_long_as_it_may_in_vain_although_it_sleeps_briefly_stops_for_longer_and_longer', () => {
  const sleeper = new Sleeper(MOST);
  assert.deepEqual(
    Array.from({ length: 6 }, () => restOf(sleeper)),
    [16, 32, 64, 128, 256, 256],
  );
  sleeper.lookFor(words, 0, () => true, 1);
  assert.equal(restOf(sleeper), 16);
});
