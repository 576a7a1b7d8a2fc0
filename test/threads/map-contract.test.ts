import assert from 'node:assert/strict';
import { test } from 'node:test';
import { co, END, type Future, type Stream, sleep, yieldNow } from 'reveille';
import { unbounded } from 'reveille/channel';
import { checkFuture } from 'reveille/testing';
import { mapBounded } from 'reveille/threads';
import { Door } from '../testing/async/door.js';

let doors: Door[] = [];
const sorted = (results: unknown[]): unknown[] => results.sort();

const collect = (stream: Stream<unknown>): Future<unknown[]> =>
  co(function* collect() {
    using results = stream;
    const items: unknown[] = [];
    for (let item = yield* results.next(); item !== END; item = yield* results.next()) items.push(item);
    return items;
  });

const tidy = <T>(inner: Future<T>): Future<T> =>
  co(function* tidy() {
    try {
      return yield* inner;
    } finally {
      yield* sleep(3);
    }
  });

async function* slowly<T>(items: T[]): AsyncGenerator<T> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}

const fill = (items: Door[]): AsyncIterable<Door> => {
  const [tx, rx] = unbounded<Door>();
  tx.trySendMany(items);
  tx.close();
  return rx;
};

const SOURCES: readonly (readonly [string, (items: Door[]) => Iterable<Door> | AsyncIterable<Door>])[] = [
  ['an array', (items) => items],
  ['an async generator', slowly],
  ['a channel', fill],
  [
    'a map',
    (items) =>
      mapBounded(
        items,
        (door) =>
          co(function* () {
            yield* yieldNow();
            return door;
          }),
        { concurrency: 2 },
      ),
  ],
];

for (const [name, source] of SOURCES) {
  for (const ordered of [true, false]) {
    test(`the contract holds for a map of ${name}, ordered: ${ordered}`, async () => {
      const factory = (): Future<unknown> => {
        doors = [new Door(), new Door(), new Door(), new Door()];
        let timers = 0;
        const start = (door: Door): Future<unknown> => ((timers += 1) % 2 === 0 ? tidy(door) : tidy(sleep(timers)));
        return co(function* () {
          return sorted(yield* collect(mapBounded(source(doors), start, { concurrency: 3, ordered })));
        });
      };
      const steps = (): (() => unknown)[] => doors.map((_, index) => () => doors[index]?.open());
      const report = await checkFuture(factory, steps);
      assert.ok(report.dropped > 0 && report.dropped < report.runs);
    });
  }
}

test('the contract holds for next of a map', async () => {
  const factory = (): Future<unknown> => {
    doors = [new Door(), new Door()];
    return mapBounded(doors, (door) => door, { concurrency: 2 }).next();
  };
  await checkFuture(factory, () => [() => doors[1]?.open(), () => doors[0]?.open()]);
});

test('the contract holds for a map that fails', async () => {
  const factory = (): Future<unknown> => {
    doors = [new Door(), new Door(), new Door()];
    const start = (door: Door, index: number): Future<string> =>
      index === 1
        ? co(function* () {
            yield* door;
            throw new Error('failed');
          })
        : tidy(door);
    return collect(mapBounded(doors, start, { concurrency: 3 }));
  };
  await checkFuture(factory, () => [() => doors[0]?.open(), () => doors[1]?.open()]);
});
