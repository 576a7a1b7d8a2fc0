/** What can be seen of an object without changing it. */
export interface Looks {
  /** `Object`, `Map`, `Date`, ... of whatever realm; `Future` for what has a `poll` method. */
  readonly kind: string;
  /** What it is a collection of. What can be iterated but once, or would be awaited by it, is none. */
  readonly items: Iterable<unknown> | undefined;
}

export function looks(value: object): Looks {
  const { poll, next } = value as { readonly poll?: unknown; readonly next?: unknown };
  if (typeof poll === 'function') return { kind: 'Future', items: undefined };
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  const isCollection = Symbol.iterator in value && typeof next !== 'function';
  return { kind, items: isCollection ? (value as Iterable<unknown>) : undefined };
}
