import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from './arguments.js';

test('the_command_line_says_what_is_to_fail', () => {
  const { seed, ...others } = parseArguments([]);
  assert.ok(Number.isInteger(seed));
  const none = { garbage: undefined, soak: undefined, minutes: Number.POSITIVE_INFINITY, same: false, kind: undefined };
  assert.deepEqual(others, { ...none, deaths: 300, help: false });
  assert.equal(parseArguments(['--deaths', '7', '--kind', 'pool']).kind, 'pool');
  assert.equal(parseArguments(['--garbage', '20', '--kind', 'camp']).garbage, 20);
  assert.equal(parseArguments(['--soak', '0.5']).soak, 0.5);
});

test('what_is_wrong_with_it_is_named', () => {
  assert.throws(() => parseArguments(['--deaths=0']), /^RangeError: --deaths: expected a number above 0/);
  assert.throws(() => parseArguments(['--garbage=x']), /^RangeError: --garbage: /);
  assert.throws(() => parseArguments(['--deaths=1.5']), /^RangeError: --deaths: expected a whole number, got 1.5/);
  assert.throws(() => parseArguments(['--deaths=1', '--soak=1']), /^RangeError: --deaths and --soak: only one/);
  assert.throws(() => parseArguments(['--soak=-1']), /^RangeError: --soak: /);
  assert.throws(() => parseArguments(['--kind=camp']), /^RangeError: --kind: there is no "camp"/);
});
