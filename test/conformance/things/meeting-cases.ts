/** Cases of notices, barriers and groups. */
import assert from 'node:assert/strict';
import { blockOn, pollFn, select } from 'reveille';
import type { Barrier, Notify, WaitGroup } from 'reveille/lock';
import { Parker, Unparker } from 'reveille/park';
import { barrierOf, meet, NOTIFY, notified, WAIT_GROUP, waitFor } from './locks.js';
import { type Kind, onThings, type Part, TRY } from './setting.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** What is notified before somebody waits is kept, once. */
export const notifyFirst = onThings<Notify>(NOTIFY, [
  function* (here, news) {
    news.notifyOne();
    news.notifyOne();
    yield* notified(here, news);
    assert.equal(news.tryNotified(), false);
  },
]);

/** One who waits is notified; another one is not. */
export const notifyOfTwo = onThings<Notify>(NOTIFY, [
  function* (here, news) {
    yield* here.until(0, 2);
    yield* here.lull();
    news.notifyOne();
    yield* here.until(1);
    yield* here.lull();
    assert.equal(here.count(1), 1);
    news.notifyOne();
    yield* here.until(1, 2);
  },
  ...[0, 1].map(
    (): Part<Notify> =>
      function* (here, news) {
        here.signal(0);
        yield* notified(here, news);
        here.signal(1);
      },
  ),
]);

/** Each who is notified notifies the next. */
export const passedOn = onThings<Notify>(NOTIFY, [
  function* (here, news) {
    news.notifyOne();
    yield* here.until(0, 3);
    yield* notified(here, news);
  },
  ...upTo(3).map(
    (): Part<Notify> =>
      function* (here, news) {
        yield* notified(here, news);
        here.signal(0);
        news.notifyOne();
      },
  ),
]);

/** All who wait are notified as one, those who have not begun to among them, and nobody twice; what comes later is for others. */
export const notifyAll = onThings<Notify>(
  NOTIFY,
  [
    function* (here, news) {
      const [first, ...others] = upTo(4).map(() => news.notified());
      here.signal(0);
      yield* first!;
      for (const other of others) assert.equal((yield* select({ other }, { default: 0 })).key, 'other');
      assert.equal((yield* select({ later: news.notified() }, { default: 0 })).key, 'default');
      news.notifyOne();
      yield* news.notified();
    },
    function* (here, news) {
      yield* here.until(0);
      yield* here.lull();
      news.notifyWaiters();
    },
  ],
  { grades: ['async', 'blocking'] },
);

/** A wait that was begun by one task and is taken over by another one wakes that one. */
export const takenOver = onThings<Notify>(
  NOTIFY,
  [
    function* (here, news) {
      const wait = news.notified();
      assert.equal(blockOn(select({ borrowed: pollFn((cx) => wait.poll(cx)) }, { default: 0 })).key, 'default');
      here.signal(0);
      yield* wait;
    },
    function* (here, news) {
      yield* here.until(0);
      yield* here.lull();
      news.notifyOne();
    },
  ],
  { grades: ['async', 'blocking'] },
);

/** A barrier for one lets through at once. */
export const single = onThings<Barrier>(barrierOf(1), [
  function* (here, barrier) {
    for (const _ of upTo(3)) assert.equal(yield* meet(here, barrier), true);
  },
]);

/** All wait for the last one, and one of them is told that it leads, round after round. */
export const rounds = (count: number) =>
  onThings<Barrier>(
    barrierOf(count),
    upTo(count).map(
      (): Part<Barrier> =>
        function* (here, barrier) {
          let led = 0;
          for (const round of upTo(5)) {
            here.signal(round);
            led += (yield* meet(here, barrier)) ? 1 : 0;
            assert.equal(here.count(round), count);
          }
          return led;
        },
    ),
    {
      check: (led) =>
        assert.equal(
          (led as number[]).reduce((sum, n) => sum + n, 0),
          5,
        ),
    },
  );

/** Whoever waits goes on when all others are through. */
export const waitAndDrop = onThings<WaitGroup>(WAIT_GROUP, [
  function* (here, group) {
    yield* here.until(0, 3);
    yield* waitFor(here, group);
    assert.equal(here.count(1), 3);
  },
  ...upTo(3).map(
    (): Part<WaitGroup> =>
      function* (here, group) {
        const mine = here.isAcross ? group : group.clone();
        here.signal(0);
        yield* here.lull();
        here.signal(1);
        mine[Symbol.dispose]();
      },
  ),
]);

const PARKER: readonly Kind<{ parker?: Parker; unparker: Unparker }>[] = [
  {
    name: 'Parker',
    shared: true,
    make() {
      const parker = new Parker();
      return { parker, unparker: parker.unparker() };
    },
    share: ({ unparker }) => unparker.share(),
    attach: (handle) => ({ unparker: Unparker.attach(handle as SharedArrayBuffer) }),
  },
];
const ONE_THREAD = { grades: TRY, places: ['in process'] } as const;

/** A token that came before is taken at once, each time. */
export const unparkBefore = onThings(
  PARKER,
  [
    function* (_, { parker, unparker }) {
      for (const _n of upTo(10)) {
        unparker.unpark();
        assert.equal(parker?.parkTimeout(2 ** 32), true);
      }
    },
  ],
  ONE_THREAD,
);

/** A limit that passes. */
export const unparkNotCalled = onThings(
  PARKER,
  [
    function* (_, { parker }) {
      for (const _n of upTo(5)) assert.equal(parker?.parkTimeout(2), false);
    },
  ],
  ONE_THREAD,
);

/** A token that comes from another thread. */
export const unparkFromOther = onThings(
  PARKER,
  [
    function* (here, { parker }) {
      for (const _ of upTo(10)) {
        here.signal(0);
        assert.equal(parker?.parkTimeout(60_000), true);
      }
    },
    function* (here, { unparker }) {
      for (const round of upTo(10)) {
        yield* here.until(0, round + 1);
        unparker.unpark();
      }
    },
  ],
  { grades: ['blocking'], places: ['across threads'] },
);
