import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { DeadlockError } from 'reveille';
import { Cpu, type Device } from 'reveille/park';
import { Latch } from '../support/latch.js';
import { taken } from '../support/probe.js';
import type { DeviceData } from './device.worker.js';

/** A processor that writes down its interrupts on lines 0 to 2. */
function noting(): { cpu: Cpu; device: Device; log: string[] } {
  const cpu = new Cpu();
  const log: string[] = [];
  for (const line of [0, 1, 2]) cpu.on(line, () => log.push(`irq ${line}`));
  return { cpu, device: cpu.device(), log };
}

/** A device on a thread of its own, that raises each line of `lines` so many times. */
function deviceThread(cpu: Cpu, lines: readonly number[], times: number): Latch {
  const start = Latch.of(2);
  const workerData: DeviceData = { cpu: cpu.share(), start: start.buffer, lines, times };
  new Worker(new URL('./device.worker.js', import.meta.url), { workerData });
  return start;
}

test('an_interrupt_is_handled_at_the_next_poll', () => {
  const { cpu, device, log } = noting();
  device.raise(1);
  assert.deepEqual(taken(log), []);
  cpu.poll();
  assert.deepEqual(taken(log), ['irq 1']);
  cpu.poll();
  assert.deepEqual(taken(log), []);
});

test('pending_interrupts_are_handled_in_the_order_of_their_lines', () => {
  const { cpu, device, log } = noting();
  for (const line of [2, 0, 1, 2]) device.raise(line);
  cpu.poll();
  assert.deepEqual(log, ['irq 0', 'irq 1', 'irq 2'], 'raised twice is pending once');
});

test('masked_interrupts_stay_pending', () => {
  const { cpu, device, log } = noting();
  assert.equal(cpu.enabled, true);
  cpu.disable();
  assert.equal(cpu.enabled, false);
  device.raise(0);
  cpu.poll();
  assert.deepEqual(taken(log), []);
  cpu.enable();
  assert.equal(cpu.enabled, true);
  assert.deepEqual(taken(log), ['irq 0']);
});

test('an_interrupt_without_a_handler_ends_a_halt_all_the_same', () => {
  const cpu = new Cpu();
  cpu.disable();
  cpu.device().raise(30);
  cpu.enableAndHlt();
});

test('a_handler_can_be_replaced', () => {
  const { cpu, device, log } = noting();
  cpu.on(0, () => log.push('new'));
  device.raise(0);
  cpu.poll();
  assert.deepEqual(log, ['new']);
});

test('a_handler_that_throws_leaves_the_others_pending', () => {
  const { cpu, device, log } = noting();
  cpu.on(1, () => {
    throw new Error('handler failed');
  });
  for (const line of [0, 1, 2]) device.raise(line);
  assert.throws(() => cpu.poll(), { message: 'handler failed' });
  assert.deepEqual(taken(log), ['irq 0']);
  cpu.poll();
  assert.deepEqual(taken(log), ['irq 2']);
});

test('a_handler_may_raise_and_poll', () => {
  const { cpu, device, log } = noting();
  cpu.on(0, () => {
    log.push('irq 0');
    device.raise(1);
  });
  device.raise(0);
  cpu.poll();
  cpu.poll();
  assert.deepEqual(log, ['irq 0', 'irq 1']);
});

/** The check of chapter 12 with an interrupt just between the look and the halt; answers whether the halt ended in time. */
function checkThenHalt(halt: (cpu: Cpu) => void, masked: boolean): { queue: string[]; slept: boolean } {
  const cpu = new Cpu();
  const queue: string[] = [];
  cpu.on(1, () => queue.push('task'));
  if (masked) cpu.disable();
  assert.equal(queue.length, 0); // "the queue is empty..."
  cpu.device().raise(1); //         ...here the interrupt comes...
  const start = performance.now();
  halt(cpu); //                     ...and the processor goes to sleep
  return { queue, slept: performance.now() - start >= LONG };
}

const LONG = 200;

test('a_naive_check_and_halt_sleeps_through_a_wake_up', () => {
  const { queue, slept } = checkThenHalt((cpu) => cpu.hlt(LONG), false);
  assert.deepEqual(queue, ['task'], 'the interrupt was handled before the halt');
  assert.equal(slept, true, 'and only the time limit ended the halt');
});

test('a_masked_check_and_an_atomic_halt_do_not', () => {
  const { queue, slept } = checkThenHalt((cpu) => cpu.enableAndHlt(LONG), true);
  assert.deepEqual(queue, ['task']);
  assert.equal(slept, false);
  checkThenHalt((cpu) => cpu.enableAndHlt(), true); // and so it does without a limit
});

test('unmasking_before_the_halt_brings_the_race_back', () => {
  const { slept } = checkThenHalt((cpu) => {
    cpu.enable();
    cpu.hlt(LONG);
  }, true);
  assert.equal(slept, true);
});

test('a_halt_ends_at_its_time_limit', () => {
  const cpu = new Cpu();
  for (const halt of [(ms: number) => cpu.hlt(ms), (ms: number) => cpu.enableAndHlt(ms)]) {
    for (const ms of [0, 0.5, 5]) {
      const start = performance.now();
      halt(ms);
      assert.ok(performance.now() - start >= ms);
    }
  }
});

test('a_halt_with_interrupts_disabled_is_a_deadlock', () => {
  const { cpu, device, log } = noting();
  cpu.disable();
  device.raise(0);
  assert.throws(() => cpu.hlt(), DeadlockError);
  cpu.hlt(1); // a limit is as good as a timer interrupt
  assert.deepEqual(taken(log), []);
  cpu.enable();
  assert.deepEqual(taken(log), ['irq 0'], 'nothing was lost');
});

test('a_device_on_another_thread_ends_a_halt', () => {
  const { cpu, log } = noting();
  const start = deviceThread(cpu, [1], 1);
  cpu.disable();
  start.arriveAndWait();
  while (log.length === 0) {
    cpu.enableAndHlt();
    cpu.disable();
  }
  assert.deepEqual(log, ['irq 1']);
});

test('devices_on_two_threads_lose_no_interrupt', () => {
  const times = 2000;
  const cpu = new Cpu();
  const seen = new Map([1, 2].map((line) => [line, 0]));
  const acknowledgements = new Map([1, 2].map((line) => [line, new Int32Array(new SharedArrayBuffer(4))]));
  for (const line of [1, 2]) {
    cpu.on(line, () => {
      seen.set(line, (seen.get(line) ?? 0) + 1);
      const word = acknowledgements.get(line) as Int32Array;
      Atomics.add(word, 0, 1);
      Atomics.notify(word, 0);
    });
    const start = Latch.of(1);
    const workerData: DeviceData = {
      cpu: cpu.share(),
      start: start.buffer,
      lines: [line],
      times,
      acknowledged: acknowledgements.get(line)?.buffer as SharedArrayBuffer,
    };
    new Worker(new URL('./device.worker.js', import.meta.url), { workerData });
  }
  cpu.disable();
  while ([...seen.values()].some((count) => count < times)) {
    cpu.enableAndHlt(); // each thread waits for its interrupt to be seen: a lost one would be the last
    cpu.disable();
  }
  assert.deepEqual([...seen.values()], [times, times]);
});

const lines: [unknown, typeof TypeError | typeof RangeError][] = [
  [-1, RangeError],
  [31, RangeError],
  [1.5, RangeError],
  [Number.NaN, RangeError],
  ['1', TypeError],
  [undefined, TypeError],
];

test('a_line_that_is_none_is_refused', () => {
  const cpu = new Cpu();
  for (const [line, type] of lines) {
    const refused = (error: unknown): boolean => error instanceof type && error.message.startsWith('line: ');
    assert.throws(() => cpu.on(line as number, () => {}), refused);
    assert.throws(() => cpu.device().raise(line as number), refused);
  }
  assert.throws(
    () => cpu.on(1, undefined as unknown as () => void),
    (error) => error instanceof TypeError && error.message.startsWith('handler: '),
  );
});

test('a_time_limit_that_is_no_duration_is_refused', () => {
  const cpu = new Cpu();
  cpu.disable();
  for (const [ms, type] of [
    [-1, RangeError],
    [Number.NaN, RangeError],
    ['1', TypeError],
    [null, TypeError],
  ] as const) {
    for (const halt of [(ms: number) => cpu.hlt(ms), (ms: number) => cpu.enableAndHlt(ms)]) {
      assert.throws(
        () => halt(ms as unknown as number),
        (error) => error instanceof type && error.message.startsWith('ms: '),
      );
    }
  }
  assert.equal(cpu.enabled, false, 'nothing changed');
});
