import type { Future } from '../core/future.js';
import type { Call } from './calling/call.js';
import type { CallStream } from './calling/call-stream.js';

/** What a function answers, as its caller gets it. */
type Answer<R> = [Awaited<R>] extends [never]
  ? Call<never>
  : Awaited<R> extends IterableIterator<infer T> | AsyncIterable<infer T>
    ? CallStream<T>
    : Call<Awaited<R extends Future<infer T> ? T : R>>;

/** An argument, as the caller gives it: for remote functions, also among the properties of an object, it has ordinary ones. */
type Given<A> = 0 extends 1 & A
  ? A // any
  : A extends RemoteFunction<infer P, infer R>
    ? (...args: P) => R | PromiseLike<R> | Future<R>
    : Carries<A> extends true
      ? { [K in keyof A]: Given<A[K]> }
      : A;

/** Whether there is a remote function among its properties. */
type Carries<A> = true extends { [K in keyof A]-?: IsRemote<NonNullable<A[K]>> }[keyof A] ? true : false;
type IsRemote<A> = 0 extends 1 & A ? false : A extends RemoteFunction<never[], unknown> ? true : false;

/**
 * A function that was an argument of a call, as the function that is called sees it: calling it calls the one on the thread of the
 * caller, and answers a {@link Call} of what that answers. It works as long as the call that it was an argument of is under way.
 *
 * Its arguments and its answer are sent as those of other calls, but they carry no functions themselves. A caller that
 * blocks runs it, too; then it has to answer a value or a future, for no promise of that thread settles meanwhile.
 *
 * @typeParam A - its arguments.
 * @typeParam R - what it answers.
 *
 * @example
 * ```ts
 * // sum.js, which is offloaded: the caller gives an ordinary function, such as `(n) => n * n`
 * import { blockOn } from 'reveille';
 * import type { RemoteFunction } from 'reveille/threads';
 *
 * export function sum(to: number, of: RemoteFunction<[n: number], number>): number {
 *   let all = 0;
 *   for (let n = 1; n <= to; n += 1) all += blockOn(of(n));
 *   return all;
 * }
 * ```
 */
export type RemoteFunction<A extends unknown[], R> = (...args: A) => Call<R>;

/**
 * A module's functions, as another thread calls them: with the same arguments, and each answers a {@link Call} of what the
 * function answers, or what its promise or future does. One that answers a generator, an asynchronous iterable or a stream
 * answers a {@link CallStream} of the items.
 *
 * @typeParam M - the module: `typeof import('./work.js')`.
 *
 * @example
 * ```ts
 * import type { Remote } from 'reveille/threads';
 *
 * async function twice(api: Remote<{ add(a: number, b: number): Promise<number> }>): Promise<number> {
 *   return (await api.add(1, 2)) + (await api.add(3, 4));
 * }
 * console.log(typeof twice); // function
 * ```
 */
export type Remote<M> = {
  readonly [K in keyof M as M[K] extends (...args: never[]) => unknown ? K : never]: M[K] extends (
    ...args: infer A
  ) => infer R
    ? (...args: { [I in keyof A]: Given<A[I]> }) => Answer<R>
    : never;
};

/** How the functions of a face are called. */
export type Invoke = (name: string, args: unknown[]) => unknown;

/**
 * An object with a function for whatever name it is asked for: what the module exports is known on its own thread only. But what the
 * language itself asks of any object is answered here.
 *
 * @param own - members that are not functions of the module.
 */
export function faceOf(own: object, invoke: Invoke): object {
  const functions = new Map<string, (...args: unknown[]) => unknown>();
  return new Proxy(own, {
    get(target, key) {
      if (typeof key === 'symbol' || Object.hasOwn(target, key)) return Reflect.get(target, key);
      if (key === 'then' || key === 'toJSON') return undefined; // `await` and `JSON.stringify` ask, of whatever they meet
      if (key === 'toString' || key === 'valueOf') return Object.prototype[key];
      const known = functions.get(key);
      if (known !== undefined) return known;
      const call = (...args: unknown[]): unknown => invoke(key, args);
      functions.set(key, call);
      return call;
    },
    set(_, key) {
      throw new TypeError(`${String(key)}: the functions of another thread's module can't be replaced`);
    },
  });
}
