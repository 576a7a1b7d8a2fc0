/** Notifications: threads that wait for one, that notify one or all, that give up waiting, and that die while they wait. */
import assert from 'node:assert/strict';
import { co, Executor, ready } from 'reveille';
import { parking } from 'reveille/executor';
import { type LockHandle, Notify } from 'reveille/lock';
import { block } from './block.js';
import { die } from './dying.js';
import { seated } from './seated.js';

interface Shared {
  /** Whether what is waited for has happened. */
  readonly items: Int32Array;
  readonly news: LockHandle;
}

export const setup = (): Shared => ({
  items: new Int32Array(new SharedArrayBuffer(16)),
  news: new Notify({ threads: 4 }).share(),
});

const newsOf = ({ news }: Shared): Notify => Notify.attach(news);

/** Looks, waits if it has not happened, and looks again: as whoever uses notifications does. */
export const watcher = seated(newsOf, (news, { items }) => {
  block(ready(0));
  while (Atomics.load(items, 0) === 0) block(news.notified());
  return 1;
});

/** Waits for one notification of its own. */
export const waiter = seated(newsOf, (news) => {
  block(news.notified());
  return 1;
});

export const notifier = seated(newsOf, (news, { items }) => {
  Atomics.store(items, 0, 1);
  news.notifyOne();
  return 0;
});

/** Two notifications, of which one is kept if nobody waits. */
export const notifierOfTwo = seated(newsOf, (news) => {
  news.notifyOne();
  news.notifyOne();
  return 0;
});

/** Two tasks that wait, and then say so. */
export const pair = seated(newsOf, (news, { items }) => {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  executor.spawn(news.notified());
  executor.spawn(news.notified());
  executor.runUntilStalled();
  Atomics.store(items, 1, 1);
  Atomics.notify(items, 1);
  executor.run();
  return 2;
});

/** Notifies each of the two. */
export const notifierOfPair = seated(newsOf, (news, { items }) => {
  while (Atomics.load(items, 1) === 0) Atomics.wait(items, 1, 0);
  news.notifyOne();
  news.notifyOne();
  return 0;
});

export const herald = seated(newsOf, (news, { items }) => {
  Atomics.store(items, 0, 1);
  news.notifyWaiters();
  return 0;
});

/** Makes its future before it looks, so that it hears of all that comes after. */
export const reader = seated(newsOf, (news, { items }) => {
  block(ready(0));
  const notified = news.notified();
  if (Atomics.load(items, 0) === 0) block(notified);
  return 1;
});

/** Waits, perhaps, and does not want it any more; what it got before it passes on. */
export const quitter = seated(newsOf, (news) => {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  let count = 0;
  const waiting = executor.spawn(
    co(function* () {
      yield* news.notified();
      news.notifyOne();
      count = 1;
    }),
  );
  executor.runUntilStalled();
  waiting.abort();
  executor.runUntilStalled();
  return count;
});

/** Dies while it waits, or after it has passed on what it got. */
export const mortal = seated(newsOf, (news) => {
  const executor = new Executor({ idle: parking({ spin: 0 }) });
  executor.spawn(
    co(function* () {
      yield* news.notified();
      news.notifyOne();
    }),
  );
  executor.runUntilStalled();
  die();
  return 0;
});

/** Where the notifications are counted that are there; see src/lock/layout.ts. */
const STATE = 16;

/** No more is left than the one that is kept. */
export function kept({ news }: Shared): void {
  const there = new Int32Array(news.buffer)[STATE] as number;
  assert.ok(there === 0 || there === 1, `${there} are kept`);
}
