import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, TimeoutError } from 'reveille';
import { LockError, Notify } from 'reveille/lock';
import { polled } from '../channel/polled.js';
import { answerOf } from './answer-of.js';

test('a_notification_that_nobody_waits_for_is_kept_for_the_next_one', () => {
  using news = new Notify();
  assert.equal(news.tryNotified(), false);
  news.notifyOne();
  news.notifyOne();
  news.notifiedBlocking();
  assert.equal(news.tryNotified(), false); // one is kept, however many there were
  news.notifyOne();
  assert.equal(news.tryNotified(), true);
});

test('each_notification_is_for_one_who_waits_and_one_more_is_kept', () => {
  using news = new Notify();
  const [first, second] = [polled(news.notified()).waits(), polled(news.notified()).waits()];
  for (let n = 0; n < 5; n += 1) news.notifyOne();
  answerOf(first);
  answerOf(second);
  assert.equal(news.tryNotified(), true);
  assert.equal(news.tryNotified(), false);
});

test('who_has_waited_longest_is_notified', () => {
  using news = new Notify();
  const [first, second] = [polled(news.notified()).waits(), polled(news.notified()).waits()];
  news.notifyOne();
  answerOf(first);
  second.waits();
  news.notifyOne();
  answerOf(second);
});

test('what_came_for_one_that_is_dropped_goes_to_another', () => {
  using news = new Notify();
  const [first, second] = [polled(news.notified()).waits(), polled(news.notified()).waits()];
  news.notifyOne();
  first[Symbol.dispose]();
  answerOf(second);
  assert.equal(news.tryNotified(), false);
});

test('what_came_for_many_that_are_dropped_is_one_that_is_kept', () => {
  using news = new Notify();
  const waiting = [1, 2, 3].map(() => polled(news.notified()).waits());
  for (let n = 0; n < 4; n += 1) news.notifyOne();
  for (const one of waiting) one[Symbol.dispose]();
  assert.deepEqual([news.tryNotified(), news.tryNotified()], [true, false]);
});

test('all_who_wait_are_notified_and_nothing_is_kept', () => {
  using news = new Notify();
  const waiting = [polled(news.notified()).waits(), polled(news.notified()).waits()];
  const made = news.notified(); // not polled yet
  news.notifyWaiters();
  for (const one of waiting) answerOf(one);
  blockOn(made);
  assert.equal(news.tryNotified(), false);
  polled(news.notified()).waits()[Symbol.dispose]();
});

test('those_who_were_all_notified_leave_what_was_kept', () => {
  using news = new Notify();
  const waiting = polled(news.notified()).waits();
  news.notifyWaiters();
  news.notifyOne();
  answerOf(waiting);
  assert.equal(news.tryNotified(), true);
});

test('a_wait_ends_with_its_time_and_leaves_nothing', () => {
  using news = new Notify();
  assert.throws(() => news.notifiedBlocking({ timeout: 1 }), TimeoutError);
  news.notifyOne();
  news.notifyOne();
  assert.deepEqual([news.tryNotified(), news.tryNotified()], [true, false]);
});

test('a_dropped_one_can_not_be_used', () => {
  const news = new Notify();
  news[Symbol.dispose]();
  for (const use of [
    () => news.notifyOne(),
    () => news.notifyWaiters(),
    () => news.tryNotified(),
    () => news.notified(),
    () => news.notifiedBlocking(),
    () => news.share(),
  ]) {
    assert.throws(use, LockError);
  }
});
