import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { Executor } from 'reveille';
import { bounded } from 'reveille/channel';
import { polled } from '../channel/polled.js';

test('many_waits_have_one_listener_at_a_signal_together_and_leave_none', () => {
  const controller = new AbortController();
  const { signal } = controller;
  const [, rx] = bounded<number>(1);
  const waiting = Array.from({ length: 20 }, () => polled(rx.recv({ signal })).waits());
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  for (const one of waiting) one[Symbol.dispose]();
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('all_who_wait_are_told_of_the_end', () => {
  const controller = new AbortController();
  const executor = new Executor();
  const [, rx] = bounded<number>(1);
  const handles = [1, 2, 3].map(() => executor.spawn(rx.recv({ signal: controller.signal })));
  executor.runUntilStalled();
  controller.abort(new Error('enough'));
  for (const handle of handles) assert.throws(() => executor.runUntil(handle), /enough/);
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
});
