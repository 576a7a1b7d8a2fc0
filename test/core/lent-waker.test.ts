import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  all,
  blockOn,
  blockOnChannel,
  blockOnExecutor,
  type Context,
  Executor,
  type Future,
  PENDING,
  pollFn,
  ready,
  sleep,
  spawn,
  type Waker,
  WakerError,
} from 'reveille';

/** Everything that polls a future, and lends it a waker. */
const drivers: [string, (future: Future<void>) => void | Promise<void>][] = [
  ['executor', (future) => new Executor().runUntil(future)],
  ['block_on', (future) => blockOn(future)],
  ['block_on_channel', (future) => blockOnChannel(future)],
  ['block_on_executor', (future) => blockOnExecutor(future)],
  ['promise', async (future) => await future],
  ['event_loop', async (future) => await spawn(future)],
  ['branch', (future) => void blockOn(all([future, ...Array.from({ length: 20 }, () => ready(0))]))],
];

/** Runs `look` with the context of the first poll. */
function looking(look: (cx: Context) => void): Future<void> {
  return pollFn((cx) => look(cx));
}

for (const [name, drive] of drivers) {
  test(`${name}: a borrowed waker cannot be used up`, async () => {
    await drive(
      looking(({ waker }) => {
        assert.throws(
          () => waker.wake(),
          (error) => error instanceof WakerError && error.message.startsWith('wake: '),
        );
        assert.throws(
          () => waker[Symbol.dispose](),
          (error) => error instanceof WakerError && error.message.startsWith('drop: '),
        );
        waker.wakeByRef();
      }),
    );
  });

  test(`${name}: a clone is used up once`, async () => {
    await drive(
      looking((cx) => {
        const { waker } = cx;
        const [woken, dropped] = [waker.clone(), waker.clone().clone()];
        assert.equal(woken.willWake(dropped), true);
        assert.equal(woken.willWake(waker), true);
        assert.equal(waker.willWake(woken), true);
        woken.wakeByRef();
        woken.wake();
        dropped[Symbol.dispose]();
        dropped[Symbol.dispose]();
        for (const gone of [woken, dropped]) {
          assert.throws(() => gone.wake(), WakerError);
          assert.throws(() => gone.wakeByRef(), WakerError);
          assert.throws(() => gone.clone(), WakerError);
          assert.throws(() => gone.share(), WakerError);
          assert.throws(() => gone.willWake(waker), WakerError);
          assert.equal(waker.willWake(gone), false);
        }
      }),
    );
  });

  test(`${name}: a waker kept from the first poll wakes the second`, async () => {
    let kept: Waker | undefined;
    let polls = 0;
    await drive(
      pollFn((cx) => {
        polls += 1;
        if (kept !== undefined) {
          assert.equal(kept.willWake(cx.waker), true, 'the same task, the same waker');
          return;
        }
        kept = cx.waker.clone();
        kept.clone().wake();
        return PENDING;
      }),
    );
    assert.equal(polls, 2);
  });
}

test('wakers_of_two_tasks_differ', () => {
  const executor = new Executor();
  const wakers: Waker[] = [];
  const keep = (): Future<void> => pollFn((cx) => void wakers.push(cx.waker.clone()));
  executor.spawn(keep());
  executor.spawn(keep());
  executor.run();
  const [a, b] = wakers as [Waker, Waker];
  assert.equal(a.willWake(b), false);
  assert.equal(b.willWake(a), false);
});

test('a_clone_that_outlives_its_task_does_nothing', () => {
  const executor = new Executor();
  let kept: Waker | undefined;
  executor.spawn(pollFn((cx) => void (kept = cx.waker.clone())));
  executor.run();
  kept?.wakeByRef();
  kept?.wake();
  assert.equal(executor.tick(), false);
});

test('a_waker_of_an_awaited_future_works_on_its_own_thread_only', async () => {
  await looking((cx) => {
    assert.throws(() => cx.waker.share(), WakerError);
  });
});

test('a_waker_is_woken_although_the_future_kept_the_context', () => {
  let kept: Context | undefined;
  const late = pollFn((cx) => {
    if (kept !== undefined) return 'woken';
    kept = cx;
    return PENDING;
  });
  const executor = new Executor();
  const handle = executor.spawn(late);
  executor.spawn(looking(() => kept?.waker.wakeByRef()));
  assert.equal(executor.runUntil(handle), 'woken');
});

test('the_wakers_of_two_nested_blocks_differ', () => {
  blockOn(
    looking((outer) => {
      blockOn(
        looking((inner) => {
          assert.equal(inner.waker.willWake(outer.waker), false);
        }),
      );
      blockOn(sleep(0));
    }),
  );
});
