import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Patience } from '../../src/channel/shared/patience.js';

const PATIENT = 8192;
const FOR_MANY = 2048;
const CAPACITY = 1024;

/** Notes its pauses, in turns of a loop, rather than taking them. */
class Noted extends Patience {
  readonly pauses: number[] = [];

  protected override turn(turns: number): void {
    this.pauses.push(turns);
  }

  /** Waits once, and finds so many values then. Answers whether it was patient. */
  waits(values: number): boolean {
    const before = this.pauses.length;
    this.pause(0);
    this.worthIt(1);
    for (let more = 1; more < values; more += 1) this.worthIt(0);
    return this.pauses[before] === PATIENT;
  }
}

test('who_waits_for_single_values_tries_patience_more_and_more_seldom', () => {
  const patience = new Noted(CAPACITY);
  const tries: number[] = [];
  for (let wait = 1; wait <= 1000; wait += 1) if (patience.waits(1)) tries.push(wait);
  assert.deepEqual(tries.slice(0, 6), [16, 49, 114, 243, 500, 757]);
});

test('who_waits_for_a_stream_is_patient_as_long_as_values_come_in_numbers', () => {
  const patience = new Noted(CAPACITY);
  const seen = Array.from({ length: 40 }, () => patience.waits(20));
  assert.deepEqual(seen, [...Array(15).fill(false), ...Array(25).fill(true)]);
  patience.waits(1);
  assert.equal(patience.waits(1), false, 'the one before gathered nothing');
  const after = Array.from({ length: 40 }, () => patience.waits(20));
  assert.equal(after.indexOf(true), 31, 'and it tries again');
});

test('who_wants_many_is_always_patient', () => {
  const patience = new Noted(CAPACITY);
  patience.pause(0, true);
  patience.pause(1, true);
  assert.deepEqual(patience.pauses, [FOR_MANY, 32]);
});

test('a_small_channel_is_given_less_time_than_it_takes_to_fill_up', () => {
  const patience = new Noted(4);
  patience.pause(0, true);
  while (patience.pauses.length < 16) patience.pause(0);
  assert.deepEqual(patience.pauses, [4 * 32, ...Array(14).fill(16), 4 * 32]);
});
