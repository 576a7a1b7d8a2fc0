/** A getter that all typed arrays inherit: it tells the truth whatever a subclass, a prototype or a proxy says. */
export function typedArrayGetter(key: 'length' | typeof Symbol.toStringTag): (this: unknown) => unknown {
  const prototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
  return Object.getOwnPropertyDescriptor(prototype, key)?.get as (this: unknown) => unknown;
}
