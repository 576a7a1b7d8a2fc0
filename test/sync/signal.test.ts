import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedWaker } from 'reveille';
import { channel, type Idle, type Round } from 'reveille/executor';

/** A sender of the channel that an idle strategy sleeps on. */
function senderOf(idle: Idle): SharedWaker {
  const bell = idle.bell();
  return SharedWaker.attach({ buffer: bell, bell, slot: -1, generation: 0 });
}

/** Milliseconds that the strategy sleeps, if nothing has happened and a timer is due in `timeout`. */
function slept(idle: Idle, timeout: number, hasWork = false): number {
  const round: Round = { hasWork: () => hasWork, timeout: () => timeout, shared: true, turn() {} };
  const start = performance.now();
  idle.rest(round);
  return performance.now() - start;
}

const LONG = 30_000;

test('a_signal_that_was_sent_before_ends_the_sleep', () => {
  const idle = channel();
  senderOf(idle).wake();
  assert.ok(slept(idle, LONG) < LONG);
});

test('the_channel_holds_one_signal', () => {
  const idle = channel();
  const senders = [senderOf(idle), senderOf(idle)];
  for (const sender of [...senders, ...senders]) sender.wake(); // never blocks: those that find it full skip
  assert.ok(slept(idle, LONG) < LONG);
  assert.ok(slept(idle, 5) >= 5, 'there was one');
});

test('a_signal_left_over_is_one_round_too_many', () => {
  const idle = channel();
  senderOf(idle).wake();
  assert.ok(slept(idle, LONG, true) < LONG, 'the round has served the wake');
  assert.ok(slept(idle, LONG) < LONG, 'the signal is still there');
  assert.ok(slept(idle, 5) >= 5);
});

test('a_sender_made_before_the_first_sleep_reaches_a_later_one', () => {
  const idle = channel();
  const sender = senderOf(idle);
  assert.ok(slept(idle, 1) >= 1);
  sender.wake();
  assert.ok(slept(idle, LONG) < LONG);
});

test('nobody_sends_and_the_timer_ends_the_sleep', () => {
  const idle = channel();
  for (const ms of [0, 1, 5]) assert.ok(slept(idle, ms) >= ms);
});

test('a_due_timer_leaves_the_signal_there', () => {
  const idle = channel();
  const sender = senderOf(idle);
  assert.ok(slept(idle, 0) < LONG);
  sender.wake();
  assert.ok(slept(idle, LONG) < LONG);
});

test('channels_do_not_hear_each_other', () => {
  const [a, b] = [channel(), channel()];
  senderOf(a).wake();
  assert.ok(slept(b, 5) >= 5);
  assert.ok(slept(a, LONG) < LONG);
});
