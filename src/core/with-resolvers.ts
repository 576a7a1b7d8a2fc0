/** A promise, and what settles it. */
export interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

type Settle = (value: never) => void;

let resolve: Settle | null = null;
let reject: Settle | null = null;

/** The same for all promises: one of its own would be a hundred bytes more for each, of which thousands may be pending. */
const keep = (first: Settle, second: Settle): void => {
  resolve = first;
  reject = second;
};

/** Node 20 has no `Promise.withResolvers`. */
export function withResolvers<T>(): Resolvers<T> {
  const promise = new Promise<T>(keep);
  const resolvers = { promise, resolve, reject } as Resolvers<T>;
  resolve = null; // or the last promise would be kept here, with what it came to
  reject = null;
  return resolvers;
}
