import { looks } from './looks.js';

/** Of a collection without end, so many items are compared. */
const MOST = 1_000_000;

/**
 * Whether two values are equal all the way down. What was on another thread came back as a copy, so classes don't count:
 * only what is in. An error is its name and message. What can't be looked into is equal to itself alone, as are futures,
 * promises and iterators.
 *
 * Not `isDeepStrictEqual` of Node's, since this must work in a browser.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return Object.is(a, b) || a === b; // mostly
  try {
    return same(a, b, new Map());
  } catch {
    return false; // a getter or a proxy that throws
  }
}

/** @param met - what was compared with what on the way here: it may contain itself. */
function same(a: unknown, b: unknown, met: Map<object, object>): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (met.get(a) === b) return true;
  met.set(a, b);
  const [one, other] = [looks(a), looks(b)];
  if (one.kind !== other.kind) return false;
  const [value, otherValue] = [a.valueOf?.(), b.valueOf?.()]; // of a date, a boxed number
  if (value !== a && value !== undefined) return same(value, otherValue, met);
  if (a instanceof Error) return a.name === (b as Error).name && a.message === (b as Error).message;
  if (one.items !== undefined) return other.items !== undefined && sameItems(one.items, other.items, met);
  return one.kind === 'Object' && sameFields(a as Fields, b as Fields, met);
}

type Fields = Readonly<Record<string, unknown>>;

function sameItems(a: Iterable<unknown>, b: Iterable<unknown>, met: Map<object, object>): boolean {
  const others = b[Symbol.iterator]();
  let compared = 0;
  for (const item of a) {
    const other = others.next();
    if (other.done || !same(item, other.value, met)) return false;
    compared += 1;
    if (compared === MOST) return true;
  }
  return others.next().done === true;
}

function sameFields(a: Fields, b: Fields, met: Map<object, object>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key], met));
}
