import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sleep } from 'reveille';
import { sameValue } from '../../../src/testing/history/same-value.js';
import { show } from '../../../src/testing/history/show.js';

/** An object that contains itself. */
function ring(name: string): object {
  const one: Record<string, unknown> = { name };
  const other = { one };
  one['other'] = other;
  return one;
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function* forEver(): Generator<number> {
  for (;;) yield 1;
}

/** Can be iterated again and again, without end. */
class Ones {
  [Symbol.iterator](): Iterator<number> {
    return forEver();
  }
}

const failing = {
  get field(): never {
    throw new Error('field');
  },
};

const shown: [string, unknown, string][] = [
  ['a string', 'a"b', '"a\\"b"'],
  ['a number', -1.5, '-1.5'],
  ['a symbol', Symbol('s'), 'Symbol(s)'],
  ['an array', [1, [2n, undefined]], '[1, [2n, undefined]]'],
  ['a map', new Map([[1, { a: 2 }]]), '[[1, { a: 2 }]]'],
  ['an error of several lines', new RangeError('one\ntwo'), 'RangeError: one'],
  ['a date', new Date(0), 'Date {}'],
  ['an object without a prototype', Object.create(null), '{}'],
  ['a promise', Promise.resolve(1), 'a promise'],
  ['a future', sleep(1), 'future sleep(1 ms)'],
  ['a generator', forEver(), 'Generator {}'],
  ['what has no end', new Ones(), '[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, …'],
  ['what contains itself', ring('x'), '{ name: "x", other: { one: { na…'],
  ['a getter that throws', failing, '(untold)'],
  ['a proxy that throws', revoked(), '(untold)'],
  ['a long text', 'x'.repeat(1e6), `"${'x'.repeat(30)}…`],
];

for (const [what, value, text] of shown) {
  test(`show tells ${what}`, () => {
    assert.equal(show(value), text);
  });
}

test('what_is_shown_is_not_consumed', () => {
  const items = [1, 2][Symbol.iterator]();
  show(items);
  assert.deepEqual([...items], [1, 2]);
});

const equal: [string, () => unknown][] = [
  ['not a number', () => Number.NaN],
  ['nested arrays and objects', () => [{ a: [1n, null] }, undefined]],
  ['maps', () => new Map([['a', new Set([1])]])],
  ['bytes', () => new Uint8Array([1, 2])],
  ['dates', () => new Date(5)],
  ['errors', () => new TypeError('same')],
  ['objects without a prototype', () => Object.assign(Object.create(null) as object, { a: 1 })],
  ['objects that contain themselves', () => ring('same')],
  ['the same without end', () => new Ones()],
];

for (const [what, make] of equal) {
  test(`equal are ${what}`, () => {
    assert.equal(sameValue(make(), make()), true);
  });
}

const unequal: [string, unknown, unknown][] = [
  ['another number of items', [1], [1, 2]],
  ['an item more', [1, 2], [1]],
  ['another field', { a: 1 }, { b: 1 }],
  ['undefined and nothing', { a: undefined }, {}],
  ['other dates', new Date(1), new Date(2)],
  ['other errors', new Error('a'), new Error('b')],
  ['rings that differ', ring('a'), ring('b')],
  ['one shared, two others', [ring('a'), ring('a')], [ring('a'), ring('b')]],
  ['two futures', sleep(1), sleep(1)],
  ['two promises', Promise.resolve(1), Promise.resolve(1)],
  ['two generators', forEver(), forEver()],
  ['two functions', () => 1, () => 1],
  ['what throws', revoked(), revoked()],
];

for (const [what, a, b] of unequal) {
  test(`not equal are ${what}`, () => {
    assert.equal(sameValue(a, b), false);
    if (what !== 'what throws') assert.equal(sameValue(a, a), true);
  });
}
