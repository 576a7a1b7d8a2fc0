import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, DeadlockError, TimeoutError } from 'reveille';
import { LockError, RwLock } from 'reveille/lock';
import { polled } from '../channel/polled.js';
import { answerOf } from './answer-of.js';

test('many_read_or_one_writes', () => {
  using lock = new RwLock();
  {
    using one = lock.tryRead();
    using two = lock.tryRead();
    assert.ok(one !== undefined && two !== undefined);
    assert.equal(lock.tryWrite(), undefined);
  }
  using writes = lock.tryWrite();
  assert.ok(writes !== undefined);
  assert.equal(lock.tryRead(), undefined);
  assert.equal(lock.tryWrite(), undefined);
});

test('a_writer_that_waits_keeps_new_readers_out', () => {
  using lock = new RwLock();
  const reads = lock.readBlocking();
  const writer = polled(lock.write()).waits();
  assert.equal(lock.tryRead(), undefined);
  const reader = polled(lock.read()).waits();
  reads[Symbol.dispose]();
  assert.deepEqual([writer.wakes, reader.wakes], [1, 0]);
  answerOf(writer)[Symbol.dispose]();
  assert.equal(reader.wakes, 1);
  using _ = answerOf(reader);
});

test('a_writer_that_gives_up_lets_readers_in', () => {
  using lock = new RwLock();
  using _ = lock.readBlocking();
  const writer = polled(lock.write()).waits();
  const reader = polled(lock.read()).waits();
  writer[Symbol.dispose]();
  assert.equal(reader.wakes, 1);
  using two = answerOf(reader);
  using three = lock.tryRead();
  assert.ok(two !== undefined && three !== undefined);
});

test('a_reader_that_gets_in_lets_the_next_one_in', () => {
  using lock = new RwLock();
  const writes = lock.writeBlocking();
  const [first, second] = [polled(lock.read()).waits(), polled(lock.read()).waits()];
  writes[Symbol.dispose]();
  assert.deepEqual([first.wakes, second.wakes], [1, 0]);
  using one = answerOf(first);
  assert.equal(second.wakes, 1);
  using two = answerOf(second);
  assert.ok(one !== two);
});

test('waiting_for_oneself_is_a_deadlock', () => {
  using lock = new RwLock();
  {
    using _ = lock.readBlocking();
    assert.throws(() => lock.writeBlocking(), DeadlockError);
    assert.throws(() => blockOn(lock.write()), DeadlockError);
  }
  using _ = lock.writeBlocking();
  assert.throws(() => lock.readBlocking(), DeadlockError);
  assert.throws(() => lock.writeBlocking(), DeadlockError);
  assert.throws(() => blockOn(lock.read()), DeadlockError);
});

test('a_time_limit_ends_the_wait_to_write', async () => {
  using lock = new RwLock();
  using _ = lock.readBlocking();
  await assert.rejects(async () => await lock.write({ timeout: 1 }), TimeoutError);
  using two = lock.tryRead();
  assert.ok(two !== undefined, 'the claim was given up');
});

test('a_guard_that_is_dropped_twice_gives_back_once', () => {
  using lock = new RwLock();
  for (const take of [() => lock.readBlocking(), () => lock.writeBlocking()]) {
    const held = take();
    held[Symbol.dispose]();
    using other = lock.readBlocking();
    held[Symbol.dispose]();
    assert.equal(lock.tryWrite(), undefined);
    other[Symbol.dispose]();
  }
});

test('what_it_protects_is_the_same_for_all_who_have_it', () => {
  using lock = new RwLock({ bytes: 16 });
  using other = RwLock.attach(structuredClone(lock.share()));
  const guard = lock.writeBlocking();
  new Float64Array(guard.bytes.buffer, guard.bytes.byteOffset, 2)[1] = 0.5;
  guard[Symbol.dispose]();
  assert.throws(() => guard.bytes, LockError);
  using reads = other.readBlocking();
  assert.equal(reads.bytes.length, 16);
  assert.equal(new DataView(reads.bytes.buffer, reads.bytes.byteOffset).getFloat64(8, true), 0.5);
  using bare = new RwLock();
  using nothing = bare.readBlocking();
  assert.equal(nothing.bytes.length, 0);
});
