/** The promise that something is, or that a function of the caller's came to; undefined for all else, futures included. */
export function promiseIn(value: unknown): Promise<unknown> | undefined {
  const { then, poll } = (value ?? {}) as { readonly then?: unknown; readonly poll?: unknown };
  if (typeof then !== 'function' || typeof poll === 'function') return undefined; // `then` of a future would poll it
  return Promise.resolve(value);
}
