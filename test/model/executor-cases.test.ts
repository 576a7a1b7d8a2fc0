import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explore, ScheduleError } from 'reveille/testing';
import { CASES, hasPlainValues, isLock, isOfCalls, isSharedChannel, titleOf } from './cases.js';
import { testCases } from './test-cases.js';

testCases(CASES.filter((one) => !hasPlainValues(one) && !isLock(one) && !isSharedChannel(one) && !isOfCalls(one)));

test('the_naive_hlt_is_found_out_at_once', async () => {
  const module = new URL('./programs/hlt.js', import.meta.url);
  const error = await explore({ module, threads: ['naiveProcessor', 'device'] }).catch((error) => error);
  assert.ok(error instanceof ScheduleError);
  assert.equal(error.kind, 'deadlock');
  assert.ok(error.runs <= 10, `after ${error.runs} schedules`);
});

test('each_case_has_a_name_of_its_own', () => {
  const names = CASES.map((one) => `${one.structure}: ${titleOf(one)}`);
  assert.equal(new Set(names).size, names.length);
});
