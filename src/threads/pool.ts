import { checkInteger, checkOptions, describe } from '../core/check.js';
import { ReveilleError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import type { Stream } from '../core/stream.js';
import { running } from './answering/this-call.js';
import { Desk } from './calling/desk.js';
import type { Remote } from './face.js';
import type { PoolHandle } from './handle.js';
import { type CallOptions, Host } from './host.js';
import { checkMapOptions, type MapOptions } from './map/options.js';
import { mapSource } from './map/source.js';
import { MapStream } from './map/stream.js';
import { controlsOf, type HostControls } from './offload.js';
import { type PoolOptions, settingsOf } from './options.js';
import { type PoolStats, statsOf } from './stats.js';

/**
 * A module on several threads, made by {@link pool}: its functions, and these.
 *
 * @typeParam M - the module.
 *
 * @example
 * ```ts
 * import { type Pool, pool } from 'reveille/threads';
 *
 * type Sums = { add(a: number, b: number): number };
 * await using sums: Pool<Sums> = pool<Sums>(new URL('data:text/javascript,export const add = (a, b) => a + b'));
 * console.log(await sums.add(1, 2)); // 3
 * ```
 */
export type Pool<M> = Omit<Remote<M>, keyof PoolControls<M>> & PoolControls<M>;

/** The functions of the module that one argument is enough for, and that answer no stream, by their names. */
type Functions<M> = {
  [K in keyof Remote<M> & string]: Remote<M>[K] extends (only: never) => PromiseLike<unknown> ? K : never;
}[keyof Remote<M> & string];
type ArgumentOf<F> = F extends (first: infer A, ...rest: never[]) => unknown ? A : never;
type ResultOf<F> = F extends (...args: never[]) => PromiseLike<infer R> ? R : never;

/**
 * What a pool has beside {@link HostControls}.
 *
 * @typeParam M - the module.
 *
 * @example
 * ```ts
 * import { pool, type PoolControls } from 'reveille/threads';
 *
 * type Module = { double(n: number): number };
 * await using p = pool<Module>(new URL('data:text/javascript,export const double = (n) => 2 * n'));
 * const controls: PoolControls<Module> = p;
 * console.log(controls.stats.threads); // 0: they start with the first call
 * ```
 */
export interface PoolControls<M> extends HostControls<M> {
  /** The functions, called at once or not at all: a call for which there is no room in the queue throws a PoolFullError. */
  readonly try: Remote<M>;
  /**
   * Starts threads before they are needed.
   *
   * @param threads - how many there are to be: a whole number from 1 to as many as there may be, which is the default.
   * @returns a future that is done when so many have loaded the module, and set up; it fails with what one of them died of.
   * @throws TypeError or RangeError when it is no such number; ReveilleError when the pool belongs to another thread.
   */
  warmUp(threads?: number): Future<void>;
  /** What the pool does now, and has done. */
  readonly stats: PoolStats;
  /**
   * Calls a function for each item, so many at a time.
   *
   * @param name - the function; each item is its only argument.
   * @param items - what to call it with; more are taken as there is room.
   * @param options - how many calls are under way at most (twice as many as there may be threads, by default), whether the
   * answers come in the order of their items, and how each call is made.
   * @returns the answers; dropping it, or leaving its loop, cancels the calls that are under way, and so does the first error.
   * @throws TypeError or RangeError when an argument is wrong.
   */
  map<K extends Functions<M>>(
    name: K,
    items: Iterable<ArgumentOf<Remote<M>[K]>> | AsyncIterable<ArgumentOf<Remote<M>[K]>>,
    options?: Partial<MapOptions> & CallOptions,
  ): Stream<ResultOf<Remote<M>[K]>>;
  /** The pool, for other threads; structured-cloneable. See `pool.attach`. */
  share(): PoolHandle;
}

function makePool<M extends object>(module: string | URL, options: PoolOptions = {}): Pool<M> {
  const settings = settingsOf(module, options, true);
  const host = new Host(settings);
  if (settings.fewest > 0) host.begin(); // they are to be there
  return poolOf<M>(host, settings.most);
}

function attachPool<M extends object>(handle: PoolHandle): Pool<M> {
  const host = new Host(Desk.of(handle));
  return poolOf<M>(host, statsOf(host).most);
}

function currentPool<M extends object>(): Pool<M> {
  const { desk } = running;
  if (desk === null) throw new ReveilleError('pool.current: this thread is none of a pool');
  return attachPool<M>(desk.handle);
}

/** A function with functions, so that bundlers may leave all of it out. */
function makerOf(): PoolMaker {
  return Object.assign(makePool, { attach: attachPool, current: currentPool });
}

function poolOf<M extends object>(host: Host, most: number): Pool<M> {
  const controls: PoolControls<M> = {
    ...controlsOf<M>(host),
    try: host.face({}, undefined, true) as Remote<M>,
    warmUp(threads = most) {
      checkInteger('threads', threads, 1, most);
      return host.warmUp(threads);
    },
    get stats() {
      return statsOf(host);
    },
    map: (name, items, options = {}) => {
      if (typeof name !== 'string') throw new TypeError(`name: expected a string, got ${describe(name)}`);
      checkOptions('options', options, ['concurrency', 'ordered', 'timeout', 'signal', 'priority']);
      const { concurrency = 2 * most, ordered = true, ...manner } = options;
      host.check(manner);
      const face = host.face({}, manner, false) as Record<string, (item: unknown) => never>;
      const source = mapSource(items as Iterable<unknown>, 'items');
      return new MapStream(source, (item) => face[name]?.(item) as never, checkMapOptions({ concurrency, ordered }));
    },
    share: () => host.share(),
  };
  return host.face(controls, undefined, false) as Pool<M>;
}

/**
 * Hosts a module on several threads: the same face as {@link offload}'s. Calls wait in one queue, which idle threads take them from, so
 * the load balances itself; when it is full, further calls wait, or fail at once (`try`). Threads start as they
 * are needed, are replaced when they die, and end when they have had nothing to do for a while.
 *
 * Any thread may call, by {@link PoolControls.share} and `pool.attach`; a function of the pool itself by `pool.current()`. One
 * that blocks on a call of its own pool runs other calls meanwhile.
 *
 * Dropping it (`using`) cancels all calls and ends the threads at once; `await using`, and `close`, let them do what waits. It keeps the
 * process alive only while calls are under way.
 *
 * Corresponds to a `rayon::ThreadPool`, and tokio's `spawn_blocking`.
 *
 * @typeParam M - the module: `typeof import('./work.js')`.
 * @param module - what the threads import: a URL, such as `new URL('./work.js', import.meta.url)`, or an absolute path.
 * @param options - see {@link PoolOptions}.
 * @returns its functions, each of which answers a {@link Call}, and {@link PoolControls}.
 * @throws TypeError or RangeError naming what is wrong.
 *
 * @example
 * ```ts
 * import { pool } from 'reveille/threads';
 *
 * const code = 'export const square = (n) => n * n';
 * await using p = pool<{ square(n: number): number }>(new URL(`data:text/javascript,${code}`), { threads: 2 });
 * let sum = 0;
 * for await (const square of p.map('square', [1, 2, 3])) sum += square;
 * console.log(sum); // 14
 * ```
 */
export const pool = /* @__PURE__ */ makerOf();

/**
 * Makes pools, and finds them on other threads.
 *
 * @example
 * ```ts
 * import { pool, type PoolMaker } from 'reveille/threads';
 *
 * const maker: PoolMaker = pool;
 * using p = maker(new URL('data:text/javascript,'), { threads: 1 });
 * const same = maker.attach(p.share());
 * console.log(same.stats.most); // 1
 * ```
 */
export interface PoolMaker {
  /** Makes one; see `pool`. */
  <M extends object>(module: string | URL, options?: PoolOptions): Pool<M>;
  /**
   * The pool that another thread shared, on this one. Closing it here stops this thread's calls, and no others; as does
   * dropping it.
   *
   * @throws TypeError, RangeError or HandleError when it is no such handle; RangeError when too many threads use the pool.
   */
  attach<M extends object>(handle: PoolHandle): Pool<M>;
  /** The pool whose thread this is. @throws ReveilleError on any other thread. */
  current<M extends object>(): Pool<M>;
}
