import { describe } from '../core/check.js';
import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import type { Call } from './calling/call.js';
import type { Remote } from './face.js';
import { Host } from './host.js';
import { type OffloadOptions, settingsOf } from './options.js';

/** The arguments of a module's function, and what a call of it answers. */
type Arguments<F> = F extends (...args: infer A) => unknown ? A : never;
type Result<F> = F extends (...args: never[]) => Call<infer R> ? R : never;

/**
 * A thread that runs one function and ends, made by {@link spawnThread}: a future of what the function answers.
 *
 * Corresponds to a `std::thread::JoinHandle`, except that dropping it ends the thread.
 *
 * @typeParam T - what the function answers.
 *
 * @example
 * ```ts
 * import { blockOn } from 'reveille';
 * import { type SpawnedThread, spawnThread } from 'reveille/threads';
 *
 * type Module = { main(n: number): number };
 * const thread: SpawnedThread<number> = spawnThread<Module, 'main'>(
 *   new URL('data:text/javascript,export const main = (n) => n + 1'),
 *   'main',
 *   [41],
 * );
 * console.log(blockOn(thread)); // 42
 * ```
 */
export class SpawnedThread<out T> extends Future<T> {
  readonly #host: Host;
  readonly #call: Call<unknown>;

  /** @internal */
  constructor(host: Host, call: Call<unknown>) {
    super();
    this.#host = host;
    this.#call = call;
  }

  override poll(cx: Context): Poll<T> {
    let value: Poll<unknown>;
    try {
      value = this.#call.poll(cx);
    } catch (error) {
      void this.#host.close();
      throw error;
    }
    if (value !== PENDING) void this.#host.close();
    return value as Poll<T>;
  }

  /** Ends the thread at once. Dropping one that is done, or dropping twice, does nothing. */
  override [Symbol.dispose](): void {
    this.#call[Symbol.dispose]();
    this.#host.drop();
  }

  /** What an error says is being awaited. */
  override toString(): string {
    return `thread of ${this.#call}`;
  }
}

/**
 * Runs one function of a module on a thread of its own, which ends with it. The function begins at once. If the thread dies
 * before it has answered, the future fails with a {@link ThreadDiedError}.
 *
 * Corresponds to `std::thread::spawn`.
 *
 * @typeParam M - the module: `typeof import('./work.js')`.
 * @typeParam K - the function's name.
 * @param module - what the thread imports, as for {@link offload}.
 * @param name - which of its functions to run.
 * @param args - what to call it with, copied as by `structuredClone`.
 * @param options - see {@link OffloadOptions}.
 * @returns a future of what the function answers; dropping it ends the thread.
 * @throws TypeError or RangeError naming what is wrong; PayloadError when an argument can't be carried.
 *
 * @example
 * ```ts
 * import { spawnThread } from 'reveille/threads';
 *
 * const code = 'export const shout = async (text) => text.toUpperCase()';
 * type Module = { shout(text: string): Promise<string> };
 * console.log(await spawnThread<Module, 'shout'>(new URL(`data:text/javascript,${code}`), 'shout', ['wake up'])); // WAKE UP
 * ```
 */
export function spawnThread<M extends object, K extends keyof Remote<M> & string>(
  module: string | URL,
  name: K,
  args: Arguments<M[K]>,
  options: OffloadOptions = {},
): SpawnedThread<Result<Remote<M>[K]>> {
  if (typeof name !== 'string') throw new TypeError(`name: expected a string, got ${describe(name)}`);
  if (!Array.isArray(args)) throw new TypeError(`args: expected an array, got ${describe(args)}`);
  const host = new Host(settingsOf(module, options, false));
  try {
    return new SpawnedThread(host, host.call(name, [...args], { priority: 0, tries: false }));
  } catch (error) {
    host.drop(); // nobody else could
    throw error;
  }
}
