import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  all,
  allSettled,
  any,
  CancelledError,
  co,
  END,
  Executor,
  type Future,
  fromPromise,
  interval,
  join,
  lazy,
  now,
  PENDING,
  type Poll,
  pending,
  pollFn,
  race,
  ready,
  Stream,
  type Suspend,
  select,
  sleep,
  sleepUntil,
  timeout,
  yieldNow,
} from 'reveille';
import { AtomicWaker } from 'reveille/sync';
import { type CheckFutureOptions, checkFuture } from 'reveille/testing';
import { Door } from './door.js';

/** A future of the library's, what makes it go on, and what besides the usual is to be said of it. */
type Case = readonly [
  name: string,
  make: () => Future<unknown>,
  steps?: (() => readonly (() => unknown)[]) | undefined,
  options?: CheckFutureOptions<unknown>,
];

/** The doors of the run: most futures wait for two of them. */
let doors: [Door, Door] = [new Door(), new Door()];

function two(make: (a: Door, b: Door) => Future<unknown>): () => Future<unknown> {
  return () => {
    doors = [new Door(), new Door()];
    return make(...doors);
  };
}

const openBoth = (): (() => unknown)[] =>
  doors.map((door, index) => ({ [`open ${index}`]: () => door.open() })[`open ${index}`] as () => void);

/** For what depends on who is first. */
const eitherWay: CheckFutureOptions<unknown> = { outcome: () => {} };

let resolve: (value: unknown) => void = () => {};
let reject: (reason: unknown) => void = () => {};
function promised(): Promise<unknown> {
  return new Promise((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
}

let executor = new Executor();
function spawned(task: () => Future<unknown>): () => Future<unknown> {
  return () => {
    executor = new Executor();
    return executor.spawn(task());
  };
}
const ticks = (): (() => unknown)[] => Array.from({ length: 4 }, () => () => executor.tick());

const twoYields = (): Future<string> =>
  co(function* twoYields() {
    yield* yieldNow();
    yield* yieldNow();
    return 'done';
  });

const failing = (): Future<never> =>
  co(function* failing(): Generator<Suspend, never, unknown> {
    yield* yieldNow();
    throw new Error('failed');
  });

/** A coroutine that cleans up after a door: asynchronously. */
const tidy = <T>(inner: Future<T>): Future<T> =>
  co(function* tidy() {
    try {
      return yield* inner;
    } finally {
      yield* yieldNow();
      yield* sleep(3);
    }
  });

const nested = <T>(depth: number, inner: Future<T>): Future<T> =>
  co(function* level(): Generator<Suspend, T, unknown> {
    return depth === 0 ? yield* inner : yield* nested(depth - 1, inner);
  });

/** So many that only those are polled that were woken. */
const crowd = (): Future<unknown>[] => Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? sleep(i) : twoYields()));

/** A stream that answers what it was given, with one reader at a time. */
class Items extends Stream<number> {
  readonly #items: (number | typeof END)[] = [];
  readonly #waiting = new AtomicWaker();

  give(item: number | typeof END): void {
    this.#items.push(item);
    this.#waiting.wake();
  }
  override pollNext(cx: Parameters<Future<unknown>['poll']>[0]): Poll<number | typeof END> {
    const item = this.#items.shift();
    if (item === undefined) this.#waiting.register(cx.waker);
    return item ?? PENDING;
  }
  override [Symbol.dispose](): void {
    this.#waiting[Symbol.dispose]();
  }
}
let items = new Items();

const place = { waker: new AtomicWaker(), happened: false };

const CASES: Case[] = [
  ['ready', () => ready(1)],
  ['pending', () => pending(), () => [() => {}], { endless: true }],
  ['lazy', () => lazy(() => 1)],
  ['lazy that fails', () => lazy(() => assert.fail('no'))],
  ['yieldNow', () => yieldNow()],
  [
    'pollFn with an AtomicWaker',
    () => {
      place.waker = new AtomicWaker();
      place.happened = false;
      return co(function* () {
        using _ = place.waker; // what a pollFn keeps is for its owner to drop
        return yield* pollFn((cx) => {
          place.waker.register(cx.waker);
          return place.happened || PENDING;
        });
      });
    },
    () => [
      function wakeForNothing() {
        place.waker.wake();
      },
      function happen() {
        place.happened = true;
        place.waker.wake();
      },
      function wakeAgain() {
        place.waker.wake();
      },
    ],
  ],
  ['fromPromise', () => fromPromise(promised()), () => [() => resolve(1)]],
  ['fromPromise that fails', () => fromPromise(promised()), () => [() => reject(new Error('no'))]],
  [
    'fromPromise of a function',
    () => {
      const promise = promised();
      return fromPromise(() => promise);
    },
    () => [() => resolve(1)],
  ],
  [
    'co',
    two((a, b) =>
      co(function* () {
        return [yield* a, yield* b];
      }),
    ),
    openBoth,
  ],
  ['co that fails', failing],
  ['nested co', two((a, b) => nested(3, join(nested(2, a), nested(4, b)))), openBoth],
  ['co that cleans up', two((a, b) => tidy(join(tidy(a), b))), openBoth],
  [
    'co of ready futures',
    () =>
      co(function* () {
        for (let i = 0; i < 10; i += 1) yield* ready(i);
        return 'all';
      }),
  ],
  ['sleep', () => sleep(10)],
  ['sleep for no time', () => sleep(0)],
  ['sleep for ever', () => sleep(Number.POSITIVE_INFINITY), undefined, { endless: true }],
  ['sleepUntil', () => sleepUntil(now() + 10)],
  ['timeout in time', two((a, b) => timeout(join(a, b), 1_000)), openBoth, eitherWay],
  ['timeout that is missed', () => timeout(sleep(1_000), 10), undefined, eitherWay],
  ['timeout without a limit', two((a) => timeout(a, Number.POSITIVE_INFINITY)), openBoth],
  ['timeout over a clean-up', () => timeout(tidy(sleep(1_000)), 10), undefined, eitherWay],
  ['the first tick', () => interval(5).next()],
  [
    'ticks',
    () =>
      co(function* () {
        using ticks = interval(5);
        for (let tick = yield* ticks.next(); tick < 3; ) tick = yield* ticks.next();
      }),
  ],
  [
    'next of a stream',
    () => {
      items = new Items();
      return co(function* () {
        using stream = items;
        return [yield* stream.next(), yield* stream.next()];
      });
    },
    () => [() => items.give(7), () => items.give(END)],
  ],
  ['join', two((a, b) => join(a, b)), openBoth],
  ['join of nothing', () => join()],
  ['join that fails', two((a) => join(a, failing())), openBoth],
  ['all', two((a, b) => all([a, b])), openBoth],
  ['all of many', two((a, b) => all([a, ...crowd(), b])), openBoth],
  ['all of many that fails', two((a, b) => all([a, ...crowd(), failing(), b])), openBoth],
  ['all of many in many', two((a, b) => all([...crowd(), all([...crowd(), a]), b])), openBoth],
  ['allSettled', two((a, b) => allSettled([a, failing(), b])), openBoth],
  ['allSettled of many', two((a, b) => allSettled([a, ...crowd(), failing(), b])), openBoth],
  ['race', two((a, b) => race([a, tidy(b)])), openBoth, eitherWay],
  [
    'race of many',
    two((a, b) => race([a, b, ...Array.from({ length: 20 }, () => tidy(sleep(1_000)))])),
    openBoth,
    eitherWay,
  ],
  ['race of nothing', () => race([]), undefined, { endless: true }],
  ['any', two((a, b) => any([failing(), a, b])), openBoth, eitherWay],
  ['any of many', two((a, b) => any([a, ...Array.from({ length: 20 }, failing), b])), openBoth, eitherWay],
  ['any that fails', () => any([failing(), failing()])],
  ['select', two((a, b) => select({ a, b: tidy(b) })), openBoth, eitherWay],
  ['select with a default', two((a, b) => select({ a, b }, { default: 0 })), openBoth, eitherWay],
  ['select with a time limit', two((a, b) => select({ a, b }, { timeout: 5 })), openBoth, eitherWay],
  [
    'select with a default after a time limit',
    two((a, b) => select({ a, b: tidy(b) }, { default: 0, timeout: 5, fair: true })),
    openBoth,
    eitherWay,
  ],
  ['select in a select', two((a, b) => select({ a: select({ a }, { fair: true }), b })), openBoth, eitherWay],
  ['a handle', spawned(twoYields), ticks],
  ['a handle of a task that fails', spawned(failing), ticks],
  [
    'a handle of a task that is aborted',
    spawned(() => pending()),
    () => [() => executor[Symbol.dispose]()],
    {
      outcome: (outcome) => assert.ok(outcome.status === 'rejected' && outcome.reason instanceof CancelledError),
    },
  ],
  [
    'the end of an executor',
    () => {
      spawned(twoYields)();
      return executor.finished();
    },
    ticks,
  ],
];

for (const [name, make, steps = () => [], options = {}] of CASES) {
  test(`the contract holds for ${name}`, async () => {
    const report = await checkFuture(make, steps, options);
    assert.ok(report.dropped > 0 && report.dropped <= report.runs);
  });
}

test('no_future_is_left_out', () => {
  const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
  const lists = read('src/index.ts').matchAll(/export \{([^}]*)\} from '\.\/(?:combinators|futures|time|coroutine)\//g);
  const names = [...lists].flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  const makers = names.filter((name) => /^[a-z]\w*$/.test(name)); // types begin with "type"
  assert.ok(makers.length >= 18, makers.join());
  const cases = read('test/testing/async/every-future.test.ts').split('const CASES')[1] as string;
  for (const name of makers) assert.match(cases, new RegExp(`\\b${name}\\(`), `${name} is not held to the contract`);
});
