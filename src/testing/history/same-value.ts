/**
 * Whether two values are equal all the way down. What was on another thread came back as a copy, so classes don't count:
 * only what is in. An error is its name and message. What can't be looked into is equal to itself alone.
 *
 * Not `isDeepStrictEqual` of Node's, since this must work in a browser.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (kindOf(a) !== kindOf(b)) return false;
  if (a.valueOf() !== a) return sameValue(a.valueOf(), b.valueOf()); // a date, a boxed number
  if (a instanceof Error) return a.name === (b as Error).name && a.message === (b as Error).message;
  if (Symbol.iterator in a) return sameItems([...(a as Iterable<unknown>)], [...(b as Iterable<unknown>)]);
  return kindOf(a) === 'Object' && sameFields(a as Fields, b as Fields);
}

type Fields = Readonly<Record<string, unknown>>;

const kindOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
}

function sameFields(a: Fields, b: Fields): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && sameValue(a[key], b[key]));
}
