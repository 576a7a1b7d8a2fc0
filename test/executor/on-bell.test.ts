/** The thread's bell, on which parking and channel executors sleep: it remembers one ring. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Executor, PENDING, pollFn, SharedWaker } from 'reveille';
import { channel, type Idle, parking, type Round } from 'reveille/executor';

/** A waker of a task of this thread, which never ends. */
function ringer(): SharedWaker {
  const wakers: SharedWaker[] = [];
  const executor = new Executor();
  executor.spawn(
    pollFn<never>((cx) => {
      wakers.push(SharedWaker.attach(cx.waker.share()));
      return PENDING;
    }),
  );
  executor.runUntilStalled();
  return wakers[0] as SharedWaker;
}

/** Milliseconds that the strategy sleeps, if nothing has happened and a timer is due in `timeout`. */
function slept(idle: Idle, timeout: number, hasWork = false): number {
  const round: Round = { hasWork: () => hasWork, timeout: () => timeout, shared: true, turn() {}, sleep() {} };
  const start = performance.now();
  idle.rest(round);
  return performance.now() - start;
}

const LONG = 30_000;

for (const [name, make] of [
  ['channel', channel],
  ['parking', parking],
] as const) {
  test(`${name}: a ring before the sleep ends it`, () => {
    ringer().wake();
    assert.ok(slept(make(), LONG) < LONG);
  });

  test(`${name}: the bell remembers one ring`, () => {
    for (const ring of [ringer(), ringer()]) {
      ring.wake();
      ring.wake();
    }
    assert.ok(slept(make(), LONG) < LONG);
    assert.ok(slept(make(), 5) >= 5, 'there was one');
  });

  test(`${name}: a ring is left over while there is work`, () => {
    ringer().wake();
    assert.ok(slept(make(), LONG, true) < LONG, 'the round serves the wake');
    assert.ok(slept(make(), LONG) < LONG, 'one round too many');
    assert.ok(slept(make(), 5) >= 5);
  });

  test(`${name}: nobody rings, and the timer ends the sleep`, () => {
    for (const ms of [0, 1, 5]) assert.ok(slept(make(), ms) >= ms);
  });

  test(`${name}: a due timer leaves the ring there`, () => {
    const ring = ringer();
    ring.wake();
    assert.ok(slept(make(), 0) < LONG);
    assert.ok(slept(make(), LONG) < LONG);
  });
}
