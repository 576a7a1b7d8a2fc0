import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bounded } from 'reveille/channel';

for (const [capacity, error] of [
  [-1, RangeError],
  [1.5, RangeError],
  [Number.NaN, RangeError],
  [Number.POSITIVE_INFINITY, RangeError],
  [2 ** 25 + 1, RangeError],
  ['1', TypeError],
  [undefined, TypeError],
  [1n, TypeError],
] as const) {
  test(`bad input: a capacity of ${typeof capacity} ${String(capacity)}`, () => {
    assert.throws(
      () => bounded(capacity as number),
      (thrown) => thrown instanceof error && thrown.message.startsWith('capacity: '),
    );
  });
}
