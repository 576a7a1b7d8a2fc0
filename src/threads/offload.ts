import type { Future } from '../core/future.js';
import type { Remote } from './face.js';
import { type CallOptions, type CloseOptions, Host } from './host.js';
import { type OffloadOptions, settingsOf } from './options.js';

/**
 * A module on a thread of its own, made by {@link offload}: its functions, and these.
 *
 * @typeParam M - the module.
 *
 * @example
 * ```ts
 * import { offload, type Offloaded } from 'reveille/threads';
 *
 * type Sums = { add(a: number, b: number): number };
 * await using api: Offloaded<Sums> = offload<Sums>(new URL('data:text/javascript,export const add = (a, b) => a + b'));
 * console.log(await api.add(1, 2)); // 3
 * ```
 */
export type Offloaded<M> = Omit<Remote<M>, keyof HostControls<M>> & HostControls<M>;

/**
 * What an offloaded module and a pool have beside the functions of the module. A function of the module that has one of these
 * names is called by {@link HostControls.exports}.
 *
 * @typeParam M - the module.
 *
 * @example
 * ```ts
 * import { type HostControls, offload } from 'reveille/threads';
 *
 * const api: HostControls<object> = offload(new URL('data:text/javascript,'));
 * await api.close();
 * ```
 */
export interface HostControls<M> extends Disposable, AsyncDisposable {
  /** The functions, called in a manner of their own. @throws TypeError or RangeError when an option is wrong. */
  with(options: CallOptions): Remote<M>;
  /** The functions alone. */
  readonly exports: Remote<M>;
  /**
   * Takes no more calls, has those that wait done, and ends the threads. A stream counts as one of them until it is read to its
   * end or dropped: leave its loop before you await this.
   *
   * @returns a future that is done when they have ended; dropping it changes nothing for them.
   */
  close(options?: CloseOptions): Future<void>;
}

/**
 * Hosts a module on another thread. Its functions can be called from here, by the same names: `blockOn(api.f(x))` blocks this
 * thread while that one's event loop runs `f`, `await api.f(x)` and `yield* api.f(x)` don't. The thread starts with the first
 * call, and is replaced if it dies; so a module may offload itself.
 *
 * Arguments and answers are copied, as by `structuredClone`; shared memory is shared.
 * An error keeps the name of its class, its message, stack, cause and own fields. Calls
 * that are under way run side by side on the thread's event loop.
 *
 * Dropping it (`using`) cancels all calls and ends the thread at once; `await using`, and `close`, let it do what is under
 * way. It keeps the process alive only while calls are under way.
 *
 * Corresponds to `std::thread::spawn` with a channel of closures.
 *
 * @typeParam M - the module: `typeof import('./work.js')`.
 * @param module - what the thread imports: a URL, such as `new URL('./work.js', import.meta.url)`, or an absolute path.
 * @param options - see {@link OffloadOptions}.
 * @returns its functions, each of which answers a {@link Call}, and {@link HostControls}.
 * @throws TypeError or RangeError naming what is wrong.
 *
 * @example
 * ```ts
 * import { blockOn } from 'reveille';
 * import { offload } from 'reveille/threads';
 *
 * export async function greet(name: string): Promise<string> {
 *   return `hello ${name}`;
 * }
 *
 * // This very file, on another thread: there it is loaded too, and calls nothing.
 * const other = offload<{ greet: typeof greet }>(import.meta.url);
 * if (process.getBuiltinModule('node:worker_threads').isMainThread) {
 *   console.log(blockOn(other.greet('camp'))); // hello camp
 * }
 * ```
 */
export function offload<M extends object>(module: string | URL, options: OffloadOptions = {}): Offloaded<M> {
  const host = new Host(settingsOf(module, options, false));
  return host.face(controlsOf<M>(host), undefined, false) as Offloaded<M>;
}

/** The members that are not the module's. */
export function controlsOf<M>(host: Host): HostControls<M> {
  return {
    with(options) {
      host.check(options);
      return host.face({}, options, false) as Remote<M>;
    },
    exports: host.face({}, undefined, false) as Remote<M>,
    close: (options) => host.close(options),
    [Symbol.dispose]: () => host.drop(),
    [Symbol.asyncDispose]: () => host.close(), // a future, which a scope that is blocked on can drive
  };
}
