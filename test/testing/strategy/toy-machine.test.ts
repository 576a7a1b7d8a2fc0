import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOWHERE, QUEUES, READS, WIDE, WRITES } from '../../../src/testing/strategy/run.js';
import {
  add,
  compareExchange,
  load,
  loadBoth,
  notify,
  type Program,
  spin,
  store,
  storeBoth,
  textOf,
  timedWait,
  wait,
} from '../litmus.js';
import { Machine, type MachineOptions, USUAL } from './toy-machine.js';

/** Lets the threads go in this order; tells who could have gone at each step, and how it ended. */
function runIn(order: readonly number[], program: Program, options: MachineOptions = USUAL) {
  const machine = new Machine(program, options);
  const enabled = order.map((thread) => {
    const before = machine.enabled;
    assert.ok((before >> thread) & 1, `thread ${thread} can go`);
    machine.step(thread);
    return before;
  });
  return { machine, enabled: [...enabled, machine.enabled], text: textOf(machine.ending, false) };
}

test('who_waits_first_is_woken_first', () => {
  const program: Program = [[wait(0, 0)], [wait(0, 0)], [notify(0)]];
  assert.equal(runIn([1, 0, 2, 1], program).text, '- | ok | 1');
  assert.equal(runIn([0, 1, 2, 0], program).text, 'ok | - | 1');
});

test('who_waits_cannot_go_until_it_is_notified', () => {
  const { enabled, machine } = runIn([0, 1, 0], [[wait(0, 0), load(0)], [notify(0)]]);
  assert.deepEqual(enabled, [0b11, 0b10, 0b01, 0b01]);
  assert.equal(machine.cause(0), -1);
});

test('a_time_limit_can_end_at_any_time_until_it_is_notified', () => {
  const program: Program = [[timedWait(0, 0)], [notify(0)]];
  const { machine } = runIn([0], program);
  assert.deepEqual([machine.enabled, machine.timed], [0b11, 0b01]);
  machine.step(1);
  assert.deepEqual([machine.enabled, machine.timed, machine.cause(0)], [0b01, 0, 1]);
  assert.equal(runIn([0, 0, 1], program).text, 'timed-out | 0');
});

test('who_spins_is_held_until_its_word_changes', () => {
  const program: Program = [[spin(1, 0)], [store(1, 1), store(0, 2), store(0, 1)]];
  const { enabled } = runIn([0, 1, 1, 0, 1, 0], program, { ...USUAL, looks: 1 });
  assert.deepEqual(enabled, [0b11, 0b10, 0b10, 0b11, 0b10, 0b01, 0]);
});

test('a_change_is_followed_by_a_point_of_its_own', () => {
  const options = { ...USUAL, afterWrites: true };
  const program: Program = [[store(0, 1), store(0, 1), compareExchange(0, 0, 2)]];
  const { machine, text } = runIn([0, 0, 0, 0], program, options);
  assert.equal(text, '1');
  assert.equal(machine.enabled, 0);
});

test('a_step_says_what_it_might_do', () => {
  const touches = (program: Program[number]): unknown[] => {
    const machine = new Machine([program], { ...USUAL, afterWrites: true });
    return program.map(() => Object.values(machine.step(0)));
  };
  assert.deepEqual(touches([load(0), compareExchange(1, 5, 6), wait(2, 1), notify(3), loadBoth(2)]), [
    [0, READS],
    [1, READS | WRITES],
    [2, READS | QUEUES],
    [3, QUEUES],
    [2, READS | WIDE],
  ]);
  assert.deepEqual(touches([storeBoth(2, 1), add(0, 1)]), [
    [2, WRITES | WIDE],
    [2, WRITES | WIDE],
  ]);
  assert.deepEqual(touches([timedWait(0, 0), load(0)]), [
    [0, READS | QUEUES],
    [0, QUEUES],
  ]);
  const { machine } = runIn([0, 1], [[wait(0, 0)], [notify(0)]]);
  assert.deepEqual(machine.step(0), { place: NOWHERE, access: 0 });
});
