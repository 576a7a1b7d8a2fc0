import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { Mutex, Once, PoisonError, RwLock, Semaphore, WaitGroup } from 'reveille/lock';
import { holding } from './holding.js';

const ENDS = ['exit', 'throw', 'terminate'] as const;

/** Has a thread that has it die, while this one's event loop waits for it. */
async function deathOf(what: Parameters<typeof holding>[0]['what'], handle: object, end: (typeof ENDS)[number]) {
  const orders = { what, handle: handle as never, end: end === 'terminate' ? ('stay' as const) : end };
  const worker = await holding(orders);
  return () => {
    if (end === 'terminate') void worker.terminate();
    else worker.postMessage('go');
    return worker;
  };
}

for (const end of ENDS) {
  test(`a_mutex_whose_holder_dies_is_poisoned (I22): ${end}`, async () => {
    using mutex = new Mutex();
    const die = await deathOf('mutex', mutex.share(), end);
    assert.equal(mutex.tryLock(), undefined);
    const waiting = mutex.lock().then(
      () => assert.fail('it is poisoned'),
      (error: unknown) => error,
    );
    die();
    const error = await waiting;
    assert.ok(error instanceof PoisonError);
    assert.ok(mutex.isPoisoned);
    assert.throws(() => mutex.tryLock(), PoisonError);
    {
      using _ = (await (error as PoisonError<Disposable>).lock()) as Disposable;
      mutex.clearPoison();
    }
    using guard = mutex.lockBlocking();
    assert.ok(guard !== undefined);
  });

  test(`a_writer_that_dies_poisons_and_a_reader_does_not (I22): ${end}`, async () => {
    using lock = new RwLock();
    const dieReading = await deathOf('read', lock.share(), end);
    const writing = lock.write().then((guard) => guard);
    dieReading();
    (await writing)[Symbol.dispose]();
    const dieWriting = await deathOf('write', lock.share(), end);
    const reading = lock.read().then(
      () => assert.fail('it is poisoned'),
      (error: unknown) => error,
    );
    dieWriting();
    assert.ok((await reading) instanceof PoisonError);
    lock.clearPoison();
    using guard = lock.tryWrite();
    assert.ok(guard !== undefined);
  });

  test(`the_permits_of_a_thread_that_dies_are_given_back (I22): ${end}`, async () => {
    using semaphore = new Semaphore(2);
    const die = await deathOf('permits', semaphore.share(), end);
    assert.equal(semaphore.available, 0);
    const waiting = semaphore.acquire(2).then((permit) => permit);
    die();
    (await waiting)[Symbol.dispose]();
    assert.equal(semaphore.available, 2);
  });

  test(`the_members_of_a_thread_that_dies_are_through (I22): ${end}`, async () => {
    const group = new WaitGroup();
    const die = await deathOf('member', group.share(), end);
    const waiting = group.wait().then(() => 'through');
    die();
    assert.equal(await waiting, 'through');
  });
}

test('a_thread_that_dies_while_it_does_it_once_poisons_it (I22)', async () => {
  using done = new Once();
  await holding({ what: 'once', handle: done.share(), end: 'exit' });
  const error = await done
    .callOnce(() => {})
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  assert.ok(error instanceof PoisonError);
  blockOn(error.lock());
  assert.ok(done.isCompleted);
});

test('a_blocked_thread_gets_what_another_one_gives_back (I1)', async () => {
  using mutex = new Mutex();
  const worker = await holding({ what: 'mutex', handle: mutex.share(), end: 'drop' });
  worker.postMessage('go');
  using guard = mutex.lockBlocking({ timeout: 60_000 });
  assert.ok(guard !== undefined);
  await once(worker, 'message');
  await worker.terminate();
});
