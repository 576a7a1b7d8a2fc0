import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, CancelledError, co, type Future, pending, ready, sleep, timeout, yieldNow } from 'reveille';
import { type CheckFutureOptions, checkFuture } from 'reveille/testing';
import { type Scope, type ScopeHandle, scope } from 'reveille/threads';
import { Door } from '../testing/async/door.js';

type Case = readonly [
  name: string,
  make: (a: Door, b: Door) => Future<unknown>,
  options?: CheckFutureOptions<unknown> | undefined,
  steps?: () => readonly (() => unknown)[],
];

let doors: [Door, Door] = [new Door(), new Door()];
const openBoth = (): (() => unknown)[] => [() => doors[0].open(), () => doors[1].open()];

/** For what depends on who is first. */
const eitherWay: CheckFutureOptions<unknown> = { outcome: () => {} };

const tidy = <T>(inner: Future<T>): Future<T> =>
  co(function* tidy() {
    try {
      return yield* inner;
    } finally {
      yield* yieldNow();
      yield* sleep(3);
    }
  });

/** Of the run: a promise that settles when it is told to stop, or when it is resolved. */
let resolve = (): void => {};
let kept: Promise<string> = Promise.resolve('');
const obedient = (signal: AbortSignal): Promise<string> =>
  new Promise((fulfil, reject) => {
    void kept.then(fulfil);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

let scopes: Scope[] = [];
let handles: ScopeHandle<unknown>[] = [];

const CASES: Case[] = [
  ['a body alone', (a, b) => scope(() => all([a, b]))],
  ['a body that is ready', () => scope(() => ready(1))],
  [
    'children',
    (a, b) =>
      scope(function* (s) {
        s.spawn(b);
        return yield* s.spawn(a);
      }),
  ],
  [
    'children that clean up',
    (a, b) =>
      scope(function* (s) {
        s.spawn(tidy(a));
        s.spawn(tidy(sleep(5)));
        s.use({ close: () => sleep(2) });
        return yield* tidy(b);
      }),
  ],
  [
    'a child that fails',
    (a, b) =>
      scope(function* (s) {
        s.spawn(tidy(a));
        s.spawn(tidy(sleep(60_000)));
        yield* b;
        throw new Error('failed');
      }),
  ],
  [
    'many children, some of them in another scope',
    (a, b) =>
      scope(function* (s) {
        for (let i = 0; i < 10; i += 1) s.spawn(tidy(sleep(i)));
        const inner = s.scope(function* (t) {
          t.spawn(a);
          t.spawn(tidy(yieldNow()));
          return yield* b;
        });
        return yield* inner;
      }),
  ],
  [
    'a scope in it that fails and cleans up',
    (a, b) =>
      scope(function* (s) {
        s.scope(function* (t) {
          t.spawn(tidy(sleep(60_000)));
          yield* a;
          throw new Error('failed');
        });
        yield* tidy(b);
        yield* sleep(60_000);
      }),
  ],
  ['a scope in a coroutine', (a, b) => tidy(scope((s) => s.spawn(tidy(scope((t) => all([t.spawn(a), t.spawn(b)]))))))],
  [
    'cancel',
    (a, b) =>
      scope(function* (s) {
        s.spawn(function* () {
          yield* a;
          s.cancel();
        });
        s.spawn(tidy(pending()));
        yield* tidy(all([b, pending()]));
      }),
    { outcome: (outcome) => assert.ok(outcome.status === 'rejected' && outcome.reason instanceof CancelledError) },
  ],
  [
    'a time limit',
    (a, b) =>
      timeout(
        scope((s) => all([s.spawn(tidy(a)), b])),
        5,
      ),
    eitherWay,
  ],
  [
    'a promise',
    (a) =>
      scope(function* (s) {
        s.spawn(a);
        return yield* s.spawn(obedient);
      }),
    {},
    () => [() => doors[0].open(), () => resolve()],
  ],
  [
    'an async body',
    (a) =>
      scope(async (s) => {
        s.spawn(tidy(a));
        return await obedient(s.signal);
      }),
    {},
    () => [() => doors[0].open(), () => resolve()],
  ],
  [
    'cancel from outside',
    (a) => {
      scopes = [];
      return scope((s) => {
        scopes.push(s);
        s.spawn(tidy(sleep(100)));
        s.spawn(obedient);
        return a;
      });
    },
    eitherWay,
    () => [() => scopes[0]?.cancel(), () => doors[0].open(), () => scopes[0]?.cancel(), () => resolve()],
  ],
  [
    'spawn and abort from outside',
    (a, b) => {
      scopes = [];
      handles = [];
      return scope((s) => {
        scopes.push(s);
        return all([a, b]);
      });
    },
    {},
    () => [
      () => {
        if (scopes[0]?.signal.aborted === false)
          handles.push(scopes[0].spawn(tidy(sleep(60_000))), scopes[0].spawn(obedient));
      },
      ...openBoth(),
      () => handles[0]?.abort(),
      () => resolve(),
    ],
  ],
];

for (const [name, make, options = {}, steps = openBoth] of CASES) {
  test(`the contract holds for a scope with ${name}`, async () => {
    const factory = (): Future<unknown> => {
      doors = [new Door(), new Door()];
      kept = new Promise((fulfil) => {
        resolve = () => fulfil('kept');
      });
      return make(...doors);
    };
    const report = await checkFuture(factory, steps, options);
    assert.ok(report.dropped > 0 && report.dropped < report.runs);
  });
}
