import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTS } from './acts.js';
import { parseArguments } from './arguments.js';

test('the_command_line_says_what_is_played', () => {
  const { seed, ...others } = parseArguments([]);
  assert.ok(Number.isInteger(seed));
  assert.deepEqual(others, {
    minutes: 1,
    same: false,
    rounds: Number.POSITIVE_INFINITY,
    first: undefined,
    help: false,
  });
  const given = ['--minutes', '0.5', '--seed', '7', '--same', '--rounds', '3', '--kind', 'mutex'];
  const first = ACTS.findIndex(({ kind }) => kind === 'mutex');
  assert.deepEqual(parseArguments(given), { minutes: 0.5, seed: 7, same: true, rounds: 3, first, help: false });
});

test('what_is_wrong_with_it_is_named', () => {
  assert.throws(() => parseArguments(['--minutes', '-1']), /^RangeError: --minutes: |'--minutes'/);
  assert.throws(() => parseArguments(['--minutes=0']), /^RangeError: --minutes: expected a number above 0/);
  assert.throws(() => parseArguments(['--rounds=x']), /^RangeError: --rounds: /);
  assert.throws(() => parseArguments(['--seed=']), /^RangeError: --seed: /);
  assert.throws(() => parseArguments(['--kind=door']), /^RangeError: --kind: there is no "door"/);
  assert.throws(() => parseArguments(['--sed=1']), TypeError);
});
