import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, HandleError, PENDING, ReveilleError, TimeoutError } from 'reveille';
import { bounded, type EndHandle, RecvError, shared } from 'reveille/channel';
import { SharedArrayQueue } from 'reveille/queue';
import { Peer, seatsTaken, untilWaiting } from './peer.js';

test('an_end_that_is_attached_twice_is_two_ends_in_one_seat', () => {
  const [tx, rx] = shared.bounded(4, 'i32');
  const handle = tx.share();
  const ends = [shared.attachSender(handle, 'i32'), shared.attachSender(handle, 'i32'), tx];
  assert.equal(seatsTaken(handle), 1);
  for (const [n, end] of ends.entries()) {
    assert.equal(end.trySend(n), true);
    assert.equal(rx.isClosed, false);
    end[Symbol.dispose]();
  }
  assert.equal(rx.isClosed, true);
  assert.deepEqual(rx.tryRecvMany(9), [0, 1, 2]);
  assert.throws(() => rx.tryRecv(), RecvError);
});

test('what_is_attached_meets_what_was_there', () => {
  const [tx, rx] = shared.unbounded('f64');
  using other = shared.attachReceiver(rx.share(), 'f64');
  tx.trySend(0.5);
  tx.trySend(1.5);
  assert.deepEqual([other.tryRecv(), rx.tryRecv(), other.tryRecv()], [0.5, 1.5, PENDING]);
  assert.equal(other.length, rx.length);
});

test('a_seat_is_given_back_with_the_last_end_and_taken_again', () => {
  const [tx, rx] = shared.bounded(4, 'i32', { threads: 1 });
  const handle = tx.share();
  shared.attachSender(handle, 'i32')[Symbol.dispose]();
  tx[Symbol.dispose]();
  assert.equal(seatsTaken(handle), 1);
  rx[Symbol.dispose]();
  assert.equal(seatsTaken(handle), 0);
  using late = shared.attachSender(handle, 'i32');
  assert.equal(late.isClosed, true);
});

test('words_of_each_kind_arrive_as_they_were', () => {
  const [i32, fromI32] = shared.bounded(4, 'i32');
  const [f64, fromF64] = shared.bounded(4, 'f64');
  const [i64, fromI64] = shared.bounded(4, 'i64');
  i32.trySendMany([-(2 ** 31), 2 ** 31 - 1]);
  f64.trySendMany([Number.NaN, -0, Number.NEGATIVE_INFINITY]);
  i64.trySendMany([-(2n ** 63n), 2n ** 63n - 1n]);
  assert.deepEqual(fromI32.tryRecvMany(4), [-(2 ** 31), 2 ** 31 - 1]);
  assert.deepEqual(fromF64.tryRecvMany(4), [Number.NaN, -0, Number.NEGATIVE_INFINITY]);
  assert.deepEqual(fromI64.tryRecvMany(4), [-(2n ** 63n), 2n ** 63n - 1n]);
});

const [tx, rx] = shared.bounded(4, 'i32');
const good = tx.share();
const queueOf = (items: 'i32' | 'f64'): SharedArrayBuffer => new SharedArrayQueue(4, { items }).share();

const WRONG: readonly (readonly [
  what: string,
  handle: unknown,
  error: abstract new (...args: never[]) => Error,
  message: RegExp,
])[] = [
  ['nothing', undefined, TypeError, /^handle: expected what share\(\) of a sender answered, got undefined/],
  ['null', null, TypeError, /^handle: /],
  ['a word', 7, TypeError, /^handle: /],
  ['no handle', {}, TypeError, /^handle: /],
  ['the other end', rx.share(), TypeError, /^handle\.end: expected 'sender', got .*receiver/],
  ['other items', { ...good, items: 'f64' }, TypeError, /^items: /],
  ['no memory', { ...good, channel: undefined }, TypeError, /^handle\.channel: /],
  ['memory that is not shared', { ...good, channel: new ArrayBuffer(4096) }, TypeError, /^handle\.channel: /],
  ['empty memory', { ...good, channel: new SharedArrayBuffer(0) }, HandleError, /^handle\.channel: /],
  ['memory of zeros', { ...good, channel: new SharedArrayBuffer(65_536) }, HandleError, /^handle\.channel: /],
  ['a queue for a channel', { ...good, channel: good.queue }, HandleError, /^handle\.channel: /],
  ['no seat', { ...good, seat: undefined }, TypeError, /^handle\.seat: /],
  ['a seat beyond the last', { ...good, seat: 32 }, RangeError, /^handle\.seat: /],
  ['no owner', { ...good, owner: 0 }, RangeError, /^handle\.owner: /],
  ['no camp', { ...good, camp: undefined }, TypeError, /^handle\.camp: /],
  ['no passage', { ...good, passage: undefined }, TypeError, /^handle\.passage: /],
  ['a passage of another size', { ...good, passage: good.channel }, TypeError, /^handle\.passage: /],
  ['a camp of zeros', { ...good, camp: new SharedArrayBuffer(65_536) }, HandleError, /^handle\.camp: /],
];

for (const [what, handle, error, message] of WRONG) {
  test(`bad input: attached is ${what}`, () => {
    const before = new Int32Array(good.channel).slice();
    assert.throws(() => shared.attachSender(handle as EndHandle, 'i32'), error);
    assert.throws(() => shared.attachSender(handle as EndHandle, 'i32'), { message });
    assert.deepEqual(new Int32Array(good.channel).slice(), before, 'something was changed');
  });
}

const WRONG_QUEUES: readonly (readonly [what: string, queue: unknown, name: string])[] = [
  ['none', undefined, 'TypeError'],
  ['memory of zeros', new SharedArrayBuffer(65_536), 'HandleError'],
  ['one of other items', queueOf('f64'), 'HandleError'],
  ['the channel', good.channel, 'HandleError'],
];

for (const [what, queue, name] of WRONG_QUEUES) {
  test(`bad input: the queue of what is attached is ${what}`, () => {
    const [mine, keeper] = shared.bounded(4, 'i32');
    const handle = mine.share();
    const all = [mine, keeper, shared.attachSender(handle, 'i32')];
    for (const end of all) end[Symbol.dispose]();
    assert.equal(seatsTaken(handle), 0); // so it looks at the queue
    const before = new Int32Array(handle.channel).slice();
    assert.throws(() => shared.attachSender({ ...handle, queue: queue as SharedArrayBuffer }, 'i32'), { name });
    assert.deepEqual(new Int32Array(handle.channel).slice(), before, 'something was changed');
  });
}

test('bad input: what is attached is of other items than it says', () => {
  const [, keeper] = shared.bounded(4, 'i32');
  assert.throws(() => shared.attachReceiver(keeper.share(), 'f64'), {
    name: 'TypeError',
    message: /^items: .*i32.*f64/,
  });
  assert.throws(() => shared.attachReceiver(keeper.share(), 'u8' as 'i32'), TypeError);
});

test('bad input: how a channel between threads is made', () => {
  const make = shared.bounded as (...args: unknown[]) => unknown;
  for (const capacity of [-1, 1.5, Number.NaN, 2 ** 26 + 1]) assert.throws(() => make(capacity, 'i32'), RangeError);
  for (const capacity of ['1', undefined, null, 1n]) assert.throws(() => make(capacity, 'i32'), TypeError);
  for (const items of ['u8', undefined, null, 7]) assert.throws(() => make(1, items), TypeError);
  for (const threads of [0, 1025, 1.5]) {
    assert.throws(() => make(1, 'i32', { threads }), { name: 'RangeError', message: /^options\.threads: / });
  }
  assert.throws(() => make(1, 'i32', { thread: 2 }), TypeError);
  const list = shared.unbounded as (...args: unknown[]) => unknown;
  assert.throws(() => list('i32', { limit: 0 }), { name: 'RangeError', message: /^options\.limit: / });
  assert.throws(() => list('i32', { limits: 1 }), TypeError);
});

test('bad input: a value that is no such number is refused, and nothing is sent', () => {
  const [mine, keeper] = shared.bounded(4, 'i32');
  const send = mine.trySend.bind(mine) as (value: unknown) => boolean;
  for (const value of ['1', undefined, null, 1n, {}]) assert.throws(() => send(value), TypeError);
  assert.throws(() => blockOn(mine.send('1' as never)), TypeError);
  assert.equal(keeper.length, 0);
});

test('an_end_of_a_channel_within_one_thread_is_not_shared', () => {
  const [mine, keeper] = bounded(1);
  assert.throws(() => mine.share(), ReveilleError);
  assert.throws(() => keeper.share(), /^ReveilleError: share: bounded\(1\) carries values within one thread/);
});

for (const capacity of [0, 1]) {
  test(`a_thread_that_blocks_keeps_to_its_time_limit: bounded(${capacity})`, () => {
    const [mine, keeper] = shared.bounded(capacity, 'i32');
    assert.throws(() => keeper.recvBlocking({ timeout: 2 }), TimeoutError);
    for (let n = 0; n < capacity; n += 1) mine.trySend(n);
    assert.throws(() => mine.sendBlocking(7, { timeout: 2 }), TimeoutError);
    assert.equal(keeper.length, capacity);
  });

  test(`a_task_keeps_to_its_time_limit_and_its_signal: bounded(${capacity})`, async () => {
    const [mine, keeper] = shared.bounded(capacity, 'i32');
    await assert.rejects(async () => await keeper.recv({ timeout: 2 }), TimeoutError);
    const controller = new AbortController();
    const receiving = assert.rejects(async () => await keeper.recv({ signal: controller.signal }), /enough/);
    await untilWaiting(keeper.share(), 1, 1);
    controller.abort(new Error('enough'));
    await receiving;
    for (let n = 0; n < capacity; n += 1) mine.trySend(n);
    const late = new AbortController();
    const sending = assert.rejects(async () => await mine.send(7, { signal: late.signal }), /too late/);
    await untilWaiting(mine.share(), 0, 1);
    late.abort(new Error('too late'));
    await sending;
    assert.equal(keeper.length, capacity);
  });

  test(`one_who_gave_up_in_time_takes_nothing_from_another_thread: bounded(${capacity})`, async () => {
    const [mine, keeper] = shared.bounded(capacity, 'i32');
    const handle = keeper.share();
    const controller = new AbortController();
    const given = assert.rejects(async () => await keeper.recv({ signal: controller.signal }), /enough/);
    await untilWaiting(handle, 1, 1);
    await using peer = new Peer({ handle, way: 'block', values: [0] });
    await untilWaiting(handle, 1, 2);
    assert.equal(mine.trySend(5), true); // calls this thread
    controller.abort(new Error('enough')); // which gives up before it has looked
    await given.then(
      () => {},
      () => mine.trySend(5), // or it had looked
    );
    assert.deepEqual((await peer.report).values, [5]);
  });
}
