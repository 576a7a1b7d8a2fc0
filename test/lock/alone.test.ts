/** Waits that only this thread could end, since the lock was shared with no other one, or this thread has it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { blockOn, co, DeadlockError, Executor, type Future, pollFn, TimeoutError, yieldNow } from 'reveille';
import { Barrier, Condvar, Mutex, Notify, RwLock, Semaphore } from 'reveille/lock';

type Waits = readonly [name: string, blocks: (timeout?: number) => unknown, waits: () => Future<unknown>];

const limit = (timeout: number | undefined) => (timeout === undefined ? {} : { timeout });

function unshared(): readonly Waits[] {
  const [semaphore, notify, barrier] = [new Semaphore(0), new Notify(), new Barrier(2)];
  return [
    ['Semaphore.acquire', (ms) => semaphore.acquireBlocking(1, limit(ms)), () => semaphore.acquire()],
    ['Notify.notified', (ms) => notify.notifiedBlocking(limit(ms)), () => notify.notified()],
    ['Barrier.wait', (ms) => barrier.waitBlocking(limit(ms)), () => barrier.wait()],
  ];
}

for (const [name, blocks, waits] of unshared()) {
  test(`blocking_for_what_no_other_thread_can_bring_is_a_deadlock (I3): ${name}`, () => {
    assert.throws(() => blocks(), { name: 'DeadlockError', message: /^\S+: .*it was shared with no other thread$/ });
    assert.throws(() => blocks(0), TimeoutError);
    assert.throws(() => blockOn(waits()), DeadlockError);
    const executor = new Executor();
    executor.spawn(waits());
    assert.throws(() => executor.run(), DeadlockError);
  });
}

test('who_could_not_wait_at_a_barrier_has_not_arrived', () => {
  using barrier = new Barrier(2);
  assert.throws(() => barrier.waitBlocking(), DeadlockError);
  assert.throws(() => barrier.waitBlocking({ timeout: 0 }), TimeoutError);
});

test('blocking_at_a_condition_variable_of_this_thread_alone_is_a_deadlock (I3)', () => {
  using mutex = new Mutex();
  using condvar = new Condvar();
  assert.throws(() => condvar.waitBlocking(mutex.lockBlocking()), DeadlockError);
  assert.throws(() => condvar.waitBlocking(mutex.lockBlocking(), { timeout: 1 }), TimeoutError);
});

test('under_a_time_limit_waiting_for_oneself_ends_with_it', () => {
  using mutex = new Mutex();
  using lock = new RwLock();
  using guard = mutex.lockBlocking();
  using reader = lock.readBlocking();
  for (const timeout of [0, 1]) {
    assert.throws(() => mutex.lockBlocking({ timeout }), TimeoutError);
    assert.throws(() => lock.writeBlocking({ timeout }), TimeoutError);
  }
  assert.throws(() => mutex.lockBlocking({ timeout: Number.POSITIVE_INFINITY }), /this thread has it itself/);
  assert.ok(guard !== undefined && reader !== undefined);
});

test('tasks_of_one_thread_wait_for_each_other_at_what_is_not_shared', () => {
  using semaphore = new Semaphore(1);
  const executor = new Executor();
  const order: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    executor.spawn(
      co(function* () {
        using _ = yield* semaphore.acquire();
        order.push(name);
        yield* yieldNow();
      }),
    );
  }
  executor.run();
  assert.deepEqual(order, ['a', 'b', 'c']);
});

const exitOf = (code: string): number | null =>
  spawnSync(process.execPath, ['--input-type=module', '-e', code], { timeout: 60_000 }).status;

/** Of Node, when the event loop has nothing to do and the module still waits. */
const ENDED = 13;

for (const wait of [
  'await new Semaphore(0).acquire()',
  'await new Notify().notified()',
  'await new Barrier(2).wait()',
  'const mutex = new Mutex(); await mutex.lock(); await mutex.lock()',
  'const mutex = new Mutex(); mutex.share(); await mutex.lock(); await mutex.lock()',
  'const mutex = new Mutex(); await new Condvar().wait(await mutex.lock())',
]) {
  test(`an_event_loop_that_waits_for_itself_ends: ${wait}`, () => {
    const code = `import { Barrier, Condvar, Mutex, Notify, Semaphore } from 'reveille/lock'; ${wait};`;
    assert.equal(exitOf(code), ENDED);
  });
}

/** Another thread, for which alone the event loop would not be kept alive, does it after a while. */
const other = (lock: string, does: string) => `
  import { Semaphore, WaitGroup } from 'reveille/lock';
  import { Worker } from 'node:worker_threads';
  const start = (handle) => {
    const code = \`
      import { workerData } from 'node:worker_threads';
      import('reveille/lock').then(({ ${lock} }) => {
        const lock = ${lock}.attach(workerData);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
        ${does};
      });\`;
    new Worker(code, { eval: true, workerData: handle }).unref();
  };
`;

test('who_waits_when_it_is_shared_waits_for_other_threads_from_then_on', () => {
  const code = `${other('Semaphore', 'lock.release()')}
    const semaphore = new Semaphore(0);
    const waiting = semaphore.acquire().then(() => {});
    await null;
    start(semaphore.share());
    await waiting;`;
  assert.equal(exitOf(code), 0);
});

test('who_waits_for_its_own_thread_at_a_group_waits_for_one_that_is_sent_a_member', () => {
  const code = `${other('WaitGroup', 'lock[Symbol.dispose]()')}
    const group = new WaitGroup();
    const own = group.clone();
    const waiting = group.wait().then(() => {});
    await null;
    start(own.share());
    own[Symbol.dispose]();
    await waiting;`;
  assert.equal(exitOf(code), 0);
});

test('of_many_tasks_that_wait_for_a_lock_of_their_own_thread_one_is_woken_at_a_time', () => {
  const executor = new Executor();
  const mutex = new Mutex();
  mutex.share(); // another thread may come
  let polls = 0;
  for (let n = 0; n < 200; n += 1) {
    executor.spawn(
      co(function* () {
        const lock = mutex.lock();
        const guard = yield* pollFn((cx) => {
          polls += 1;
          return lock.poll(cx);
        });
        yield* yieldNow();
        guard[Symbol.dispose]();
      }),
    );
  }
  executor.run();
  assert.ok(polls <= 600, `${polls} polls`);
});
