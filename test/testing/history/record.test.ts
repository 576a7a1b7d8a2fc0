import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { record } from 'reveille/testing';

const RECORDER = Symbol.for('reveille.testing.recorder');
const place = globalThis as { [RECORDER]?: object };

afterEach(() => {
  delete place[RECORDER];
});

/** What a checked thread would take note of. */
function recorded(): unknown[][] {
  const log: unknown[][] = [];
  let tokens = 0;
  place[RECORDER] = {
    begin: (name: string, args: unknown[]) => {
      log.push(['begin', name, args]);
      return (tokens += 1);
    },
    end: (...end: unknown[]) => log.push(['end', ...end]),
  };
  return log;
}

test('outside_of_a_checked_run_the_function_is_called_and_that_is_all', () => {
  const error = new Error('mine');
  assert.equal(
    record('pop', [], () => 7),
    7,
  );
  assert.throws(
    () =>
      record('pop', [], () => {
        throw error;
      }),
    (thrown) => thrown === error,
  );
});

test('in_a_checked_run_the_recorder_hears_of_both_ends', () => {
  const log = recorded();
  const result = record('push', [1, 'a'], () => {
    log.push(['runs']);
    return record('pop', [], () => undefined);
  });
  assert.equal(result, undefined);
  assert.deepEqual(log, [
    ['begin', 'push', [1, 'a']],
    ['runs'],
    ['begin', 'pop', []],
    ['end', 2, undefined, false],
    ['end', 1, undefined, false],
  ]);
});

test('what_is_thrown_is_recorded_and_thrown_on', () => {
  const log = recorded();
  const error = new Error('mine');
  assert.throws(
    () =>
      record('push', [1], () => {
        throw error;
      }),
    (thrown) => thrown === error,
  );
  assert.deepEqual(log, [
    ['begin', 'push', [1]],
    ['end', 1, error, true],
  ]);
});
