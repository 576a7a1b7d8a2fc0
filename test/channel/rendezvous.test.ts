import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  Context,
  co,
  Executor,
  type Future,
  join,
  PENDING,
  pending,
  pollFn,
  type Suspend,
  select,
  sleep,
  timeout,
  Waker,
} from 'reveille';
import { bounded, type Receiver, RecvError, SendError, type Sender, unbounded } from 'reveille/channel';
import { TestExecutor, VirtualTimers } from 'reveille/testing';
import { countingContext } from '../support/hand-polled.js';
import { polled } from './polled.js';
import { seeds } from './seeds.js';

type Ends = [Sender<string>, Receiver<string>];
const rendezvous = (): Ends => bounded<string>(0);

test('a_send_is_done_when_a_receiver_was_there_and_not_before', () => {
  const [tx, rx] = rendezvous();
  using send = polled(tx.send('a')).waits();
  assert.deepEqual([tx.length, tx.capacity, tx.isEmpty, tx.isFull], [0, 0, true, true]);
  assert.equal(rx.tryRecv(), 'a');
  assert.equal(send.poll(), undefined);
});

test('tries_meet_only_those_who_wait', () => {
  const [tx, rx] = rendezvous();
  assert.equal(tx.trySend('a'), false);
  assert.equal(rx.tryRecv(), PENDING);
  using recv = polled(rx.recv()).waits();
  assert.equal(tx.trySend('b'), true);
  assert.equal(tx.trySend('c'), false, 'the one who waited has its value');
  assert.equal(recv.poll(), 'b');
});

test('the_trace_of_a_rendezvous', () => {
  const log: string[] = [];
  const executor = new Executor();
  const [tx, rx] = rendezvous();
  executor.spawn(
    co(function* () {
      for (const value of ['a', 'b']) {
        yield* tx.send(value);
        log.push(`sent ${value}`);
      }
    }),
  );
  executor.spawn(
    co(function* () {
      for (let n = 0; n < 2; n += 1) log.push(`received ${yield* rx.recv()}`);
    }),
  );
  executor.run();
  assert.deepEqual(log, ['received a', 'sent a', 'sent b', 'received b']);
});

test('a_value_in_transit_does_not_overtake_and_is_not_overtaken', () => {
  const [tx, rx] = rendezvous();
  const first = polled(rx.recv()).waits();
  assert.equal(tx.trySend('a'), true);
  using send = polled(tx.send('b')).waits();
  using second = polled(rx.recv()); // finds b's sender, and a before it
  assert.equal(second.poll(), 'a');
  assert.equal(send.poll(), undefined);
  assert.equal(first.poll(), 'b');
});

test('a_send_that_has_met_its_receiver_is_done_even_if_the_channel_is_closed_since', () => {
  const [tx, rx] = rendezvous();
  using send = polled(tx.send('a')).waits();
  assert.equal(rx.tryRecv(), 'a');
  rx[Symbol.dispose]();
  assert.equal(send.poll(), undefined);
});

test('two_selects_of_one_executor_meet', () => {
  const executor = new Executor();
  const [tx1, rx1] = rendezvous();
  const [tx2, rx2] = rendezvous();
  const one = executor.spawn(select({ send: tx1.send('1'), recv: rx2.recv() }));
  const two = executor.spawn(select({ recv: rx1.recv(), send: tx2.send('2') }));
  executor.runUntilStalled();
  assert.deepEqual(executor.runUntil(one), { key: 'send', value: undefined });
  assert.deepEqual(executor.runUntil(two), { key: 'recv', value: '1' });
  assert.deepEqual(
    [tx2.trySend('x'), rx1.tryRecv(), rx2.tryRecv()],
    [false, PENDING, PENDING],
    'nobody waits any more',
  );
});

test('a_select_does_not_meet_itself', () => {
  const executor = new Executor();
  const [tx, rx] = rendezvous();
  const alone = executor.spawn(select({ send: tx.send('own'), recv: rx.recv() }));
  executor.runUntilStalled();
  assert.equal(alone.isFinished, false);
  assert.equal(rx.tryRecv(), 'own');
  assert.deepEqual(executor.runUntil(alone), { key: 'send', value: undefined });
});

test('a_try_inside_of_a_select_does_not_meet_its_other_branches', () => {
  const [tx, rx] = rendezvous();
  using alone = polled(select({ recv: rx.recv(), send: pollFn(() => (tx.trySend('own') ? 'sent' : PENDING)) }));
  alone.waits().waits();
  assert.equal(tx.trySend('other'), true);
  assert.deepEqual(alone.poll(), { key: 'recv', value: 'other' });
});

test('two_operations_of_one_branch_may_meet', () => {
  const executor = new Executor();
  const [tx, rx] = rendezvous();
  const both = select({ both: join(tx.send('a'), rx.recv()), never: pending() });
  assert.deepEqual(executor.runUntil(both), { key: 'both', value: [undefined, 'a'] });
});

test('the_branch_that_was_met_wins_over_one_that_became_ready_since', () => {
  const [tx, rx] = rendezvous();
  const [other, inbox] = unbounded<string>();
  using sender = polled(select({ inbox: inbox.recv(), send: tx.send('a') })).waits();
  assert.equal(rx.tryRecv(), 'a');
  other.trySend('mail');
  assert.deepEqual(sender.poll(), { key: 'send', value: undefined });
  assert.equal(inbox.tryRecv(), 'mail', 'it was not taken');
  using receiver = polled(select({ inbox: inbox.recv(), recv: rx.recv() })).waits();
  assert.equal(tx.trySend('b'), true);
  other.trySend('mail');
  assert.deepEqual(receiver.poll(), { key: 'recv', value: 'b' });
  assert.equal(inbox.tryRecv(), 'mail');
});

test('a_branch_is_not_met_once_another_one_was', () => {
  const [tx1, rx1] = rendezvous();
  const [tx2, rx2] = rendezvous();
  using chooser = polled(select({ one: rx1.recv(), two: rx2.recv() })).waits();
  assert.equal(tx2.trySend('2'), true);
  assert.equal(tx1.trySend('1'), false);
  using send = polled(tx1.send('1')).waits();
  assert.deepEqual(chooser.poll(), { key: 'two', value: '2' });
  assert.equal(rx1.tryRecv(), '1');
  assert.equal(send.poll(), undefined);
});

test('a_time_limit_and_a_default_do_not_undo_what_has_happened', () => {
  const executor = new TestExecutor({ schedule: [] });
  const [tx, rx] = rendezvous();
  const waiting = executor.spawn(select({ send: tx.send('a') }, { timeout: 10, default: 'late' }));
  executor.runUntilStalled();
  assert.equal(rx.tryRecv(), 'a');
  executor.advance(20);
  assert.deepEqual(executor.runUntil(waiting), { key: 'send', value: undefined });
});

test('a_default_answers_when_nobody_waits_and_meets_one_who_does', () => {
  const [tx, rx] = rendezvous();
  using early = polled(select({ recv: rx.recv() }, { default: 'none' }));
  assert.deepEqual(early.poll(), { key: 'default', value: 'none' });
  using send = polled(tx.send('a')).waits();
  using late = polled(select({ recv: rx.recv() }, { default: 'none' }));
  assert.deepEqual(late.poll(), { key: 'recv', value: 'a' });
  assert.equal(send.poll(), undefined);
});

test('nested_selects_are_committed_together', () => {
  const [tx1, rx1] = rendezvous();
  const [tx2, rx2] = rendezvous();
  const [tx3, rx3] = rendezvous();
  using outer = polled(select({ inner: select({ one: rx1.recv(), two: rx2.recv() }), three: rx3.recv() })).waits();
  assert.equal(tx2.trySend('2'), true);
  assert.equal(tx1.trySend('1'), false);
  assert.equal(tx3.trySend('3'), false);
  assert.deepEqual(outer.poll(), { key: 'inner', value: { key: 'two', value: '2' } });
});

test('a_branch_that_goes_on_after_a_rendezvous_lets_the_others_win', () => {
  const [tx, rx] = rendezvous();
  const [stop, stopped] = rendezvous();
  const twice = co(function* () {
    return (yield* rx.recv()) + (yield* rx.recv());
  });
  using loop = polled(select({ twice, stopped: stopped.recv() })).waits();
  assert.equal(tx.trySend('a'), true);
  assert.equal(stop.trySend('now'), false, 'a step of the other branch has happened');
  loop.waits();
  assert.equal(stop.trySend('now'), true);
  assert.deepEqual(loop.poll(), { key: 'stopped', value: 'now' });
});

test('a_wrapped_operation_counts_as_the_branch', () => {
  const [tx, rx] = rendezvous();
  const [other, inbox] = unbounded<string>();
  using chooser = polled(select({ inbox: inbox.recv(), send: timeout(tx.send('a'), 60_000) })).waits();
  assert.equal(rx.tryRecv(), 'a');
  other.trySend('mail');
  assert.deepEqual(chooser.poll(), { key: 'send', value: undefined });
  assert.equal(inbox.length, 1);
});

test('an_operation_that_outlives_a_select_can_be_met_again', () => {
  const [tx, rx] = rendezvous();
  const recv = rx.recv();
  const borrowed = (): Future<string> => pollFn((cx) => recv.poll(cx));
  using first = polled(select({ recv: borrowed(), other: pollFn(() => 'other') }));
  assert.equal(first.poll() === PENDING, false);
  using send = polled(tx.send('a')).waits(); // nobody polls the receive now, and its select is over
  using second = polled(select({ recv: borrowed(), never: pending() }));
  assert.deepEqual(second.poll(), { key: 'recv', value: 'a' });
  assert.equal(send.poll(), undefined);
});

test('a_send_that_outlives_a_select_can_be_met_again', () => {
  const [tx, rx] = rendezvous();
  const send = tx.send('a');
  const borrowed = (): Future<void> => pollFn((cx) => send.poll(cx));
  let ready = false;
  using first = polled(select({ send: borrowed(), other: pollFn(() => (ready ? 'other' : PENDING)) })).waits();
  ready = true;
  assert.notEqual(first.poll(), PENDING);
  using recv = polled(rx.recv()).waits(); // the select is over, and the send is not polled now
  using second = polled(select({ send: borrowed(), never: pending() }));
  assert.deepEqual(second.poll(), { key: 'send', value: undefined });
  assert.equal(recv.poll(), 'a');
});

test('who_is_woken_inside_of_a_rendezvous_meets_no_other_branch_of_that_select', () => {
  const [tx1, rx1] = rendezvous();
  const [tx2, rx2] = rendezvous();
  let go = false;
  const recv = rx2.recv();
  using chooser = polled(select({ send: tx1.send('1'), recv: pollFn((cx) => (go ? recv.poll(cx) : PENDING)) })).waits();
  const found: unknown[] = [];
  const eager = Waker.from({ wake: () => found.push(polled(rx1.recv()).poll()) }); // as a waker may that polls at once
  const send = tx2.send('2');
  send.poll(Context.fromWaker(eager));
  go = true;
  assert.deepEqual(chooser.poll(), { key: 'recv', value: '2' });
  assert.deepEqual(found, [PENDING]);
});

test('a_branch_that_lets_another_one_be_met_does_nothing_itself', () => {
  const [tx1, rx1] = rendezvous();
  const [tx2, rx2] = rendezvous();
  let go = false;
  let met: unknown;
  const branch = pollFn((cx) => {
    if (!go) return PENDING;
    met ??= polled(rx1.recv()).poll(); // of another task, that runs within
    return recv.poll(cx);
  });
  using chooser = polled(select({ send: tx1.send('1'), branch })).waits();
  using recv = rx2.recv();
  using send = polled(tx2.send('2')).waits();
  go = true;
  chooser.waits();
  assert.equal(met, '1');
  send.waits();
  assert.deepEqual(chooser.poll(), { key: 'send', value: undefined });
});

test('a_branch_that_is_met_while_the_time_limit_passes_wins', () => {
  const [tx, rx] = rendezvous();
  const timers = new VirtualTimers();
  const { cx } = countingContext({ timers });
  const other = pollFn(() => {
    if (timers.now() > 0) polled(rx.recv()).poll();
    return PENDING;
  });
  const chooser = select({ send: tx.send('a'), other }, { timeout: 5, default: 'late' });
  assert.equal(chooser.poll(cx), PENDING);
  timers.advance(5);
  assert.equal(chooser.poll(cx), PENDING);
  assert.deepEqual(chooser.poll(cx), { key: 'send', value: undefined });
});

test('a_select_that_was_met_and_is_dropped_passes_the_value_on', () => {
  const [tx, rx] = rendezvous();
  const chooser = polled(select({ recv: rx.recv(), never: pending() })).waits();
  assert.equal(tx.trySend('a'), true);
  using next = polled(rx.recv()).waits();
  chooser[Symbol.dispose]();
  assert.equal(next.poll(), 'a');
});

test('many_branches_in_a_select_of_more_than_a_word', () => {
  const channels = Array.from({ length: 70 }, rendezvous);
  const branches = Object.fromEntries(channels.map(([, rx], n) => [`c${n}`, rx.recv()]));
  using chooser = polled(select(branches)).waits();
  assert.equal(channels[66]?.[0].trySend('66'), true);
  assert.equal(channels[2]?.[0].trySend('2'), false);
  assert.deepEqual(chooser.poll(), { key: 'c66', value: '66' });
});

/** Each player either offers its own name or takes another's, whatever comes first, as often as told. */
const player = co.wrap(function* player(
  name: string,
  [tx, rx]: Ends,
  rounds: number,
  log: { sent: string[]; received: string[] },
): Generator<Suspend, void, unknown> {
  for (let n = 0; n < rounds; n += 1) {
    const mine = `${name}${n}`;
    const met = yield* select({ send: tx.send(mine), recv: rx.recv() }, { fair: true });
    if (met.key === 'send') log.sent.push(mine);
    else log.received.push(met.value);
  }
});

test('in_any_order_of_tasks_each_select_does_one_thing', () => {
  for (const seed of seeds(300)) {
    const log = { sent: [] as string[], received: [] as string[] };
    const ends = rendezvous();
    const executor = new TestExecutor({ seed });
    for (const name of 'abcd') executor.spawn(player(name, ends, 5, log));
    executor.runUntilStalled();
    assert.deepEqual([...log.sent].sort(), [...log.received].sort(), `SEED=${seed}`);
    assert.ok(log.sent.length >= 8, `SEED=${seed}: ${log.sent.length} met`); // one may be left over, with all its rounds
  }
});

test('closing_releases_all_who_wait_in_selects', () => {
  const executor = new Executor();
  const [tx, rx] = rendezvous();
  const [other] = rendezvous();
  const sending = executor.spawn(select({ a: tx.send('a'), b: other.send('b') }));
  executor.runUntilStalled();
  tx.close();
  assert.throws(() => executor.runUntil(sending), SendError);
  const receiving = executor.spawn(select({ recv: rx.recv(), late: sleep(60_000) }));
  assert.throws(() => executor.runUntil(receiving), RecvError);
});
