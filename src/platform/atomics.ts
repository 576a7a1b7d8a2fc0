/**
 * The atomic operations, by name. All shared-memory code goes through here and nowhere else, so that a checker can step
 * through it by replacing one module (or `globalThis.Atomics` before this one loads).
 *
 * Not inlined by V8 11.3: a call is about 7 ns (CAS 9, notify 27), so count them.
 */
export const { add, and, compareExchange, exchange, load, notify, or, store, wait, waitAsync } = Atomics;
