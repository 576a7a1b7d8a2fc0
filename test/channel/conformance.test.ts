import assert from 'node:assert/strict';
import { test } from 'node:test';
import { co, DeadlockError, END, Executor, PENDING, PollError, type Suspend, TimeoutError } from 'reveille';
import { type Receiver, RecvError, SendError, type Sender } from 'reveille/channel';
import { VirtualTimers } from 'reveille/testing';
import { countingContext } from '../support/hand-polled.js';
import { BUFFERED, FLAVOURS, type Flavour, LIMITED, SHARED, SHARED_BUFFERED } from './flavours.js';
import { polled } from './polled.js';

/** One case for each flavour. */
function each(flavours: readonly Flavour[], name: string, body: (flavour: Flavour) => void | Promise<void>): void {
  for (const flavour of flavours) test(`${name}: ${flavour.name}`, () => body(flavour));
}

/** Fills a channel that can be full; of a rendezvous nothing fits. */
function fill(tx: Sender<number>, flavour: Flavour): void {
  for (let n = 0; n < flavour.capacity; n += 1) assert.equal(tx.trySend(n), true);
}

const isRefused =
  (value: unknown) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof SendError);
    assert.deepEqual(error.value, value);
    return true;
  };

const sendAll = co.wrap(function* sendAll<T>(tx: Sender<T>, values: readonly T[]) {
  using _ = tx;
  for (const value of values) yield* tx.send(value);
});

const recvAll = co.wrap(function* recvAll<T>(rx: Receiver<T>): Generator<Suspend, T[], unknown> {
  const values: T[] = [];
  for (let value = yield* rx.next(); value !== END; value = yield* rx.next()) values.push(value);
  return values;
});

each([...FLAVOURS, ...SHARED], 'what_is_sent_is_received_in_order', ({ make }) => {
  const executor = new Executor();
  const [tx, rx] = make<number>();
  const numbers = Array.from({ length: 1000 }, (_, n) => n);
  executor.spawn(sendAll(tx, numbers));
  assert.deepEqual(executor.runUntil(recvAll(rx)), numbers);
});

each([...FLAVOURS, ...SHARED], 'values_are_received_into_an_ordinary_array', ({ make }) => {
  const executor = new Executor();
  const [tx, rx] = make<number>();
  const recvInto = co.wrap(function* () {
    const values: number[] = [];
    const into = [0, 0, 0];
    while (values.length < 10) values.push(...into.slice(0, yield* rx.recvInto(into)));
    return values;
  });
  const received = executor.spawn(recvInto()); // waits before anything is sent
  executor.runUntilStalled();
  executor.spawn(sendAll(tx, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  assert.deepEqual(executor.runUntil(received), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

each(FLAVOURS, 'any_value_may_be_sent', ({ make }) => {
  const executor = new Executor();
  const [tx, rx] = make<unknown>();
  const values = [
    undefined,
    null,
    0,
    Number.NaN,
    '',
    false,
    Symbol('own'),
    [],
    () => {},
    Promise.resolve(1),
    undefined,
  ];
  executor.spawn(sendAll(tx, values));
  assert.deepEqual(executor.runUntil(recvAll(rx)), values);
});

each([...FLAVOURS, ...SHARED], 'the_librarys_own_answers_are_no_values', ({ make }) => {
  const [tx, rx] = make<unknown>();
  for (const value of [PENDING, END]) {
    assert.throws(() => tx.trySend(value), { name: 'TypeError', message: /^value: expected anything but/ });
    assert.throws(() => tx.send(value), TypeError);
    assert.throws(() => tx.trySendMany([1, value]), { name: 'TypeError', message: /^values\[1\]: / });
  }
  assert.equal(rx.tryRecv(), PENDING);
});

each(BUFFERED, 'capacity_and_length', ({ make, capacity }) => {
  const [tx, rx] = make<number>();
  const fits = Math.min(capacity, 200);
  for (let n = 0; n < fits; n += 1) {
    assert.deepEqual([tx.length, rx.length, tx.isFull, rx.isFull, tx.isEmpty], [n, n, false, false, n === 0]);
    assert.equal(tx.trySend(n), true);
  }
  assert.deepEqual([tx.capacity, rx.capacity, tx.isFull, rx.isEmpty], [capacity, capacity, fits === capacity, false]);
  assert.equal(tx.trySend(fits), capacity === Number.POSITIVE_INFINITY);
  for (let n = 0; n < fits; n += 1) assert.equal(rx.tryRecv(), n);
});

each([...LIMITED, ...SHARED_BUFFERED], 'a_full_channel_makes_a_send_wait', (flavour) => {
  const [tx, rx] = flavour.make<number>();
  fill(tx, flavour);
  assert.equal(tx.trySend(-1), false);
  using send = polled(tx.send(99)).waits();
  assert.equal(rx.length, flavour.capacity);
  assert.equal(rx.tryRecv(), flavour.capacity === 0 ? 99 : 0);
  assert.equal(send.wakes, 1);
  assert.equal(send.poll(), undefined);
  assert.throws(() => send.poll(), PollError);
});

each([...FLAVOURS, ...SHARED], 'an_empty_channel_makes_a_receive_wait', ({ make }) => {
  const [tx, rx] = make<number>();
  assert.equal(rx.tryRecv(), PENDING);
  using recv = polled(rx.recv()).waits();
  assert.equal(tx.trySend(7), true);
  assert.equal(recv.wakes, 1);
  assert.equal(recv.poll(), 7);
  assert.throws(() => recv.poll(), PollError);
});

each(FLAVOURS, 'spurious_polls_take_nothing_and_keep_the_place', ({ make }) => {
  const [tx, rx] = make<number>();
  using first = polled(rx.recv()).waits();
  using second = polled(rx.recv()).waits();
  first.waits().waits();
  second.waits();
  tx.trySend(1);
  assert.deepEqual([first.wakes, second.wakes], [1, 0]);
  second.waits();
  assert.equal(first.poll(), 1);
});

each(FLAVOURS, 'receivers_are_served_in_the_order_in_which_they_began_to_wait', ({ make }) => {
  const [tx, rx] = make<number>();
  const waiting = [rx.recv(), rx.clone().recv(), rx.recv()].map((recv) => polled(recv).waits());
  for (let n = 0; n < 3; n += 1) {
    assert.equal(tx.trySend(n), waiting.length > n && (n === 0 || tx.capacity !== 1), `send ${n}`);
    if (tx.capacity === 1) break;
  }
  const [first, second] = waiting;
  assert.equal(first?.wakes, 1);
  assert.equal(second?.wakes, tx.capacity === 1 ? 0 : 1);
  assert.equal(first?.poll(), 0);
});

each([...LIMITED, ...SHARED_BUFFERED], 'senders_are_served_in_the_order_in_which_they_began_to_wait', (flavour) => {
  const [tx, rx] = flavour.make<number>();
  fill(tx, flavour);
  const waiting = [1000, 1001, 1002].map((n) => polled(tx.clone().send(n)).waits());
  const received: unknown[] = [];
  for (let n = 0; n < flavour.capacity; n += 1) received.push(rx.tryRecv());
  for (const send of waiting) {
    if (flavour.capacity === 0) received.push(rx.tryRecv());
    if (flavour.capacity === 1 && send !== waiting[0]) received.push(rx.tryRecv());
    assert.equal(send.wakes, 1);
    assert.equal(send.poll(), undefined);
  }
  while (received.length < flavour.capacity + 3) received.push(rx.tryRecv());
  assert.deepEqual(received.slice(-3), [1000, 1001, 1002]);
});

each(FLAVOURS, 'who_comes_later_takes_nothing_from_one_who_was_woken', ({ make }) => {
  const [tx, rx] = make<number>();
  using waiting = polled(rx.recv()).waits();
  tx.trySend(1);
  assert.equal(rx.tryRecv(), PENDING);
  using late = polled(rx.recv()).waits();
  assert.equal(waiting.poll(), 1);
  late.waits();
});

each(LIMITED.slice(1), 'who_comes_later_does_not_fill_the_room_of_one_who_was_woken', (flavour) => {
  const [tx, rx] = flavour.make<number>();
  fill(tx, flavour);
  using waiting = polled(tx.send(1)).waits();
  rx.tryRecv();
  assert.equal(tx.trySend(2), false);
  using late = polled(tx.send(3)).waits();
  assert.equal(waiting.poll(), undefined);
  late.waits();
});

each([...FLAVOURS, ...SHARED], 'a_receive_that_is_dropped_before_it_was_polled_does_nothing', ({ make }) => {
  const [tx, rx] = make<number>();
  polled(rx.recv())[Symbol.dispose]();
  assert.equal(tx.trySend(1), tx.capacity > 0);
});

each([...FLAVOURS, ...SHARED], 'a_dropped_receive_takes_nothing', ({ make }) => {
  const [tx, rx] = make<number>();
  polled(rx.recv()).waits()[Symbol.dispose]();
  using next = polled(rx.recv()).waits();
  assert.equal(tx.trySend(1), true);
  assert.equal(next.poll(), 1);
});

each(FLAVOURS, 'a_receive_that_was_woken_and_is_dropped_passes_its_value_on', ({ make }) => {
  const [tx, rx] = make<number>();
  const first = polled(rx.recv()).waits();
  using second = polled(rx.recv()).waits();
  tx.trySend(1);
  assert.equal(second.wakes, 0);
  first[Symbol.dispose]();
  assert.equal(second.wakes, 1);
  assert.equal(second.poll(), 1);
});

each([...FLAVOURS, ...SHARED], 'a_receive_that_was_woken_and_is_dropped_leaves_its_value_to_who_comes', ({ make }) => {
  const [tx, rx] = make<number>();
  const first = polled(rx.recv()).waits();
  tx.trySend(1);
  first[Symbol.dispose]();
  assert.equal(rx.tryRecv(), 1);
  assert.equal(rx.tryRecv(), PENDING);
});

each([...LIMITED, ...SHARED], 'a_dropped_send_sends_nothing', (flavour) => {
  const [tx, rx] = flavour.make<number>();
  fill(tx, flavour);
  polled(tx.send(77)).waits()[Symbol.dispose]();
  for (let n = 0; n < flavour.capacity; n += 1) assert.equal(rx.tryRecv(), n);
  assert.equal(rx.tryRecv(), PENDING);
});

each(
  [...LIMITED.slice(1), ...SHARED_BUFFERED],
  'a_send_that_was_woken_and_is_dropped_passes_its_room_on',
  (flavour) => {
    const [tx, rx] = flavour.make<number>();
    fill(tx, flavour);
    const first = polled(tx.send(77)).waits();
    using second = polled(tx.send(78)).waits();
    rx.tryRecv();
    first[Symbol.dispose]();
    assert.deepEqual([second.wakes, second.poll()], [1, undefined]);
    assert.deepEqual(rx.tryRecvMany(1000).at(-1), 78);
  },
);

each(
  [...FLAVOURS, ...SHARED],
  'the_last_sender_that_goes_lets_receivers_drain_and_then_learn_it',
  ({ make, capacity }) => {
    const [tx, rx] = make<number>();
    const other = tx.clone();
    if (capacity > 0) tx.trySend(1);
    tx[Symbol.dispose]();
    tx[Symbol.dispose]();
    assert.equal(rx.isClosed, false);
    other[Symbol.dispose]();
    assert.equal(rx.isClosed, true);
    if (capacity > 0) assert.equal(rx.tryRecv(), 1);
    assert.throws(() => rx.tryRecv(), RecvError);
    assert.throws(() => polled(rx.recv()).poll(), RecvError);
    assert.throws(() => rx.tryRecvMany(3), RecvError);
    assert.equal(polled(rx.next()).poll(), END);
  },
);

each([...FLAVOURS, ...SHARED], 'disconnect_wakes_all_who_receive', ({ make }) => {
  const [tx, rx] = make<number>();
  const waiting = [rx.recv(), rx.recv()].map((recv) => polled(recv).waits());
  using last = polled(rx.next()).waits();
  using many = polled(rx.recvMany(4)).waits();
  tx[Symbol.dispose]();
  for (const recv of waiting) {
    assert.equal(recv.wakes, 1);
    assert.throws(() => recv.poll(), RecvError);
    recv[Symbol.dispose]();
  }
  assert.equal(last.poll(), END);
  assert.throws(() => many.poll(), RecvError);
});

each([...FLAVOURS, ...SHARED], 'the_last_receiver_that_goes_gives_senders_their_values_back', (flavour) => {
  const [tx, rx] = flavour.make<number>();
  const other = rx.clone();
  if (flavour.capacity !== Number.POSITIVE_INFINITY) fill(tx, flavour);
  const waiting = tx.isFull ? [polled(tx.send(77)).waits(), polled(tx.send(78)).waits()] : [];
  rx[Symbol.dispose]();
  assert.equal(tx.isClosed, false);
  other[Symbol.dispose]();
  assert.equal(tx.isClosed, true);
  for (const [index, send] of waiting.entries()) {
    assert.equal(send.wakes, 1);
    assert.throws(() => send.poll(), isRefused(77 + index));
    send[Symbol.dispose]();
  }
  const letter = { text: 'dear' };
  assert.throws(() => (tx as Sender<unknown>).trySend(letter), isRefused(letter));
  assert.throws(() => polled(tx.send(1)).poll(), isRefused(1));
  assert.throws(() => tx.trySendMany([1, 2]), isRefused([1, 2]));
  assert.throws(() => polled(tx.sendMany([1, 2])).poll(), isRefused([1, 2]));
  assert.equal(tx.length, 0, 'what was in it was dropped');
});

each([...FLAVOURS, ...SHARED], 'close_from_either_end_lets_receivers_drain_and_refuses_senders', (flavour) => {
  for (const end of [0, 1] as const) {
    const [tx, rx] = flavour.make<number>();
    if (flavour.capacity !== Number.POSITIVE_INFINITY) fill(tx, flavour);
    const send = tx.isFull ? polled(tx.send(77)).waits() : undefined;
    [tx, rx][end]?.close();
    [tx, rx][end]?.close();
    assert.deepEqual([tx.isClosed, rx.isClosed], [true, true]);
    if (send !== undefined) assert.throws(() => send.poll(), isRefused(77));
    assert.throws(() => tx.trySend(1), SendError);
    assert.equal(rx.length, tx.capacity === Number.POSITIVE_INFINITY ? 0 : flavour.capacity);
    while (!rx.isEmpty) rx.tryRecv();
    assert.throws(() => rx.tryRecv(), RecvError);
  }
});

each(FLAVOURS, 'a_value_promised_before_the_close_is_still_received', ({ make }) => {
  const [tx, rx] = make<number>();
  const first = polled(rx.recv()).waits();
  using second = polled(rx.recv()).waits();
  tx.trySend(1);
  tx.close();
  second.waits(); // the value is not its own, and may become so
  assert.equal(rx.tryRecv(), PENDING);
  first[Symbol.dispose]();
  assert.equal(second.poll(), 1);
  assert.throws(() => rx.tryRecv(), RecvError);
});

each([...FLAVOURS, ...SHARED], 'who_waits_for_what_is_promised_learns_of_the_end_when_it_is_taken', ({ make }) => {
  const [tx, rx] = make<number>();
  using first = polled(rx.recv()).waits();
  using second = polled(rx.recv()).waits();
  tx.trySend(1);
  tx.close();
  assert.equal(first.poll(), 1);
  assert.equal(second.wakes, 1);
  assert.throws(() => second.poll(), RecvError);
});

each(
  [...LIMITED.slice(1), ...SHARED_BUFFERED],
  'a_send_whose_room_is_promised_is_refused_after_the_close',
  (flavour) => {
    const [tx, rx] = flavour.make<number>();
    fill(tx, flavour);
    using send = polled(tx.send(77)).waits();
    rx.tryRecv();
    rx.close();
    assert.throws(() => send.poll(), isRefused(77));
  },
);

each([...FLAVOURS, ...SHARED], 'dropped_ends_are_not_used_again', ({ make }) => {
  const [tx, rx] = make<number>();
  using _tx = tx.clone();
  using _rx = rx.clone();
  tx[Symbol.dispose]();
  rx[Symbol.dispose]();
  const misused: (() => unknown)[] = [
    () => tx.trySend(1),
    () => tx.send(1),
    () => tx.sendBlocking(1),
    () => tx.trySendMany([]),
    () => tx.sendMany([]),
    () => tx.clone(),
    () => tx.close(),
    () => rx.tryRecv(),
    () => rx.recv(),
    () => rx.recvBlocking(),
    () => rx.tryRecvMany(1),
    () => rx.recvMany(1),
    () => rx.next(),
    () => rx.clone(),
    () => rx.close(),
  ];
  for (const use of misused) assert.throws(use, PollError);
  assert.deepEqual(
    [tx.isClosed, tx.length, tx.capacity, rx.isClosed, rx.length, rx.capacity],
    [true, 0, 0, true, 0, 0],
  );
});

each([...FLAVOURS, ...SHARED], 'batches_keep_the_order', ({ make }) => {
  const executor = new Executor();
  const [tx, rx] = make<number>();
  const numbers = Array.from({ length: 500 }, (_, n) => n);
  executor.spawn(
    co(function* () {
      using _ = tx;
      yield* tx.sendMany(numbers);
    }),
  );
  const received = executor.runUntil(
    co(function* () {
      const all: number[] = [];
      while (all.length < 500) {
        const batch = yield* rx.recvMany(64);
        assert.ok(batch.length > 0 && batch.length <= 64);
        all.push(...batch);
      }
      return all;
    }),
  );
  assert.deepEqual(received, numbers);
});

each([...BUFFERED, ...SHARED_BUFFERED], 'try_batches_take_what_is_possible', ({ make, capacity }) => {
  const [tx, rx] = make<number>();
  const fits = Math.min(capacity, 5);
  assert.equal(tx.trySendMany([0, 1, 2, 3, 4]), fits);
  assert.deepEqual(rx.tryRecvMany(2), [0, 1].slice(0, fits));
  assert.deepEqual(rx.tryRecvMany(1000), [2, 3, 4].slice(0, Math.max(0, fits - 2)));
  assert.deepEqual(rx.tryRecvMany(1), []);
});

each([...LIMITED, ...SHARED_BUFFERED], 'a_dropped_batch_leaves_what_it_sent', (flavour) => {
  const [tx, rx] = flavour.make<number>();
  const batch = polled(tx.sendMany(Array.from({ length: flavour.capacity + 2 }, (_, n) => n))).waits();
  assert.equal(rx.tryRecv(), 0);
  batch[Symbol.dispose]();
  assert.equal(rx.length, Math.max(0, flavour.capacity - 1));
});

each([...LIMITED, ...SHARED], 'a_batch_that_is_refused_gives_the_rest_back', (flavour) => {
  const [tx, rx] = flavour.make<number>();
  using batch = polled(tx.sendMany(Array.from({ length: flavour.capacity + 2 }, (_, n) => n))).waits();
  rx.close();
  assert.throws(() => batch.poll(), isRefused([flavour.capacity, flavour.capacity + 1]));
});

each([...FLAVOURS, ...SHARED], 'an_empty_batch_is_sent_at_once', ({ make }) => {
  const [tx] = make<number>();
  assert.equal(polled(tx.sendMany([])).poll(), undefined);
  assert.equal(tx.trySendMany([]), 0);
});

each([...FLAVOURS, ...SHARED], 'for_await_ends_with_the_channel_and_drops_its_receiver', async ({ make }) => {
  const [tx, rx] = make<number>();
  const executor = new Executor();
  const sending = executor.spawn(sendAll(tx, [1, 2, 3]));
  const received: number[] = [];
  setImmediate(function turn() {
    executor.runUntilStalled();
    if (!sending.isFinished) setImmediate(turn);
  });
  for await (const value of rx) received.push(value);
  assert.deepEqual(received, [1, 2, 3]);
  assert.throws(() => rx.tryRecv(), PollError);
});

each([...FLAVOURS, ...SHARED], 'leaving_for_await_refuses_who_still_sends', async ({ make }) => {
  const [tx, rx] = make<number>();
  const executor = new Executor();
  const sending = executor.spawn(sendAll(tx, [1, 2, 3, 4, 5, 6]));
  setImmediate(function turn() {
    try {
      executor.runUntilStalled();
    } catch (error) {
      assert.ok(error instanceof SendError);
    }
    if (!sending.isFinished) setImmediate(turn);
  });
  for await (const value of rx) if (value === 1) break;
  assert.equal(rx.isClosed, true);
  await sending.then(
    () => {},
    (error: unknown) => assert.ok(error instanceof SendError),
  );
});

each([...FLAVOURS, ...SHARED], 'loops_over_one_receiver_share_what_comes_and_all_end', async ({ make }) => {
  const [tx, rx] = make<number>();
  const executor = new Executor();
  const values = [1, 2, 3, 4, 5, 6];
  const sending = executor.spawn(sendAll(tx, values));
  setImmediate(function turn() {
    executor.runUntilStalled();
    if (!sending.isFinished) setImmediate(turn);
  });
  const received: number[] = [];
  const loop = async (most: number): Promise<void> => {
    let left = most;
    for await (const value of rx) {
      received.push(value);
      left -= 1;
      if (left === 0) break; // drops its own only
    }
  };
  await Promise.all([loop(1), loop(Number.POSITIVE_INFINITY), loop(Number.POSITIVE_INFINITY)]);
  assert.deepEqual(
    received.sort((a, b) => a - b),
    values,
  );
  assert.equal(tx.isClosed, true);
});

each(FLAVOURS, 'a_stream_of_it_waits_once_for_each_item', ({ make }) => {
  const [tx, rx] = make<number>();
  const { cx, counts } = countingContext();
  assert.equal(rx.pollNext(cx), PENDING);
  assert.equal(rx.pollNext(cx), PENDING);
  tx.trySend(1);
  assert.equal(counts.wakes, 1);
  assert.equal(rx.pollNext(cx), 1);
  assert.equal(rx.pollNext(cx), PENDING);
  rx[Symbol.dispose]();
  assert.equal(counts.live, 1);
  assert.throws(() => rx.pollNext(cx), PollError);
});

each([...LIMITED, ...SHARED], 'a_time_limit_ends_a_wait_and_moves_nothing', (flavour) => {
  const [tx, rx] = flavour.make<number>();
  const timers = new VirtualTimers();
  const { cx, counts } = countingContext({ timers });
  const recv = rx.recv({ timeout: 5 });
  assert.equal(recv.poll(cx), PENDING);
  timers.advance(5);
  assert.throws(
    () => recv.poll(cx),
    (error) =>
      error instanceof TimeoutError && /^recv from \S*bounded\(.*\) was still pending after 5 ms$/.test(error.message),
  );
  assert.equal(tx.trySend(-1), flavour.capacity > 0);
  while (tx.trySend(0));
  const send = tx.send(77, { timeout: 5 });
  assert.equal(send.poll(cx), PENDING);
  timers.advance(5);
  assert.throws(() => send.poll(cx), TimeoutError);
  assert.ok(!rx.tryRecvMany(1000).includes(77));
  assert.deepEqual([counts.live, timers.length], [1, 0]);
});

each(FLAVOURS, 'a_signal_ends_a_wait_with_its_reason', ({ make }) => {
  const [tx, rx] = make<number>();
  const controller = new AbortController();
  using recv = polled(rx.recv({ signal: controller.signal })).waits();
  const reason = new Error('enough');
  controller.abort(reason);
  assert.equal(recv.wakes, 1);
  assert.throws(() => recv.poll(), reason);
  assert.equal(tx.trySend(1), tx.capacity > 0, 'nobody waits any more');
  assert.throws(() => polled(tx.send(2, { signal: controller.signal })).poll(), reason);
});

each(FLAVOURS, 'a_signal_that_comes_after_the_value_does_not_lose_it', ({ make }) => {
  const [tx, rx] = make<number>();
  const controller = new AbortController();
  using recv = polled(rx.recv({ signal: controller.signal })).waits();
  tx.trySend(1);
  controller.abort();
  assert.equal(recv.poll(), 1);
});

each(FLAVOURS, 'options_that_are_wrong_are_refused', ({ make }) => {
  const [tx, rx] = make<number>();
  const refused = (options: object, error: object): void => {
    assert.throws(() => rx.recv(options), error);
    assert.throws(() => tx.send(1, options), error);
    assert.throws(() => tx.sendMany([1], options), error);
    assert.throws(() => rx.recvMany(1, options), error);
  };
  refused({ timeuot: 1 }, { name: 'TypeError', message: /^options\.timeuot: / });
  refused({ timeout: -1 }, { name: 'RangeError', message: /^options\.timeout: / });
  refused({ signal: 'now' }, { name: 'TypeError', message: /^options\.signal: expected an AbortSignal/ });
  for (const max of [0, 1.5, -1]) assert.throws(() => rx.recvMany(max), { name: 'RangeError', message: /^max: / });
  assert.throws(() => rx.tryRecvMany('1' as never), { name: 'TypeError', message: /^max: / });
  assert.throws(() => tx.sendMany(7 as never), { name: 'TypeError', message: /^values: expected an iterable/ });
  assert.equal(rx.tryRecv(), PENDING);
});

each([...FLAVOURS, ...SHARED], 'a_loop_whose_receiver_is_dropped_meanwhile_is_told', async ({ make }) => {
  const [tx, rx] = make<number>();
  const loop = (async () => {
    for await (const _ of rx);
  })();
  setImmediate(() => rx[Symbol.dispose]());
  await assert.rejects(loop, PollError);
  assert.equal(tx.isClosed, true);
});

each([...FLAVOURS, ...SHARED], 'blocking_on_what_this_thread_alone_could_do_is_an_error', (flavour) => {
  const [tx, rx] = flavour.make<number>();
  assert.throws(() => rx.recvBlocking(), {
    name: 'DeadlockError',
    message: new RegExp(`recv from ${flavour.name.replace(/[()]/g, '.')}`),
  });
  assert.throws(() => rx.recvManyBlocking(3), DeadlockError);
  assert.throws(() => rx.recvBlocking({ timeout: 1 }), TimeoutError);
  if (flavour.capacity === Number.POSITIVE_INFINITY) return;
  fill(tx, flavour);
  assert.throws(() => tx.sendBlocking(1), DeadlockError);
  assert.throws(() => tx.sendManyBlocking([1, 2]), DeadlockError);
  assert.throws(() => tx.sendBlocking(1, { timeout: 1 }), TimeoutError);
  assert.equal(rx.length, flavour.capacity);
});

each(BUFFERED, 'blocking_verbs_do_what_can_be_done', ({ make }) => {
  const [tx, rx] = make<number>();
  tx.sendBlocking(1);
  assert.equal(rx.recvBlocking(), 1);
  tx.sendManyBlocking([2]);
  assert.deepEqual(rx.recvManyBlocking(5), [2]);
  tx.close();
  assert.throws(() => rx.recvBlocking(), RecvError);
  assert.throws(() => tx.sendBlocking(3), isRefused(3));
});

each(FLAVOURS, 'errors_and_snapshots_name_what_a_task_waits_on', ({ make, name }) => {
  const executor = new Executor();
  const [tx, rx] = make<number>();
  executor.spawn(
    co(function* reader() {
      return yield* rx.recv();
    }),
  );
  executor.runUntilStalled();
  assert.equal(executor.snapshot().waiting[0]?.future, `co reader awaiting recv from ${name}`);
  assert.throws(() => executor.run(), new RegExp(`recv from ${name.replace(/[()]/g, '.')}`));
  assert.deepEqual([String(tx), String(rx)], [`sender of ${name}`, `receiver of ${name}`]);
  assert.deepEqual([String(tx.send(1)), String(rx.recvMany(1))], [`send to ${name}`, `recvMany from ${name}`]);
  assert.equal(String(tx.sendMany([1])), `sendMany to ${name}, 0 of 1 sent`);
});
