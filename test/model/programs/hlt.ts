/**
 * A processor that halts when it has nothing to do, and devices that raise interrupts: chapter 12's race, its naive form
 * and its cure. A wake-up that is lost is a deadlock.
 */
import assert from 'node:assert/strict';
import { Cpu, type CpuHandle, Device } from 'reveille/park';

interface Board {
  readonly cpu: CpuHandle;
}

/** A processor with handlers for two keys, and how many of them it has seen. */
function newCpu(): { cpu: Cpu; keys: () => number } {
  const cpu = new Cpu();
  const seen = new Set<number>();
  for (const line of [1, 2]) cpu.on(line, () => void seen.add(line));
  return { cpu, keys: () => seen.size };
}

/** Halts when it sees no key, whatever has come since it looked. */
export function* naiveProcessor(): Generator<Board, number> {
  const { cpu, keys } = newCpu();
  yield { cpu: cpu.share() };
  cpu.poll();
  while (keys() < 1) cpu.hlt();
  return keys();
}

/** @param before - what it does before it begins to wait. */
function* processor(wanted: number, before: (cpu: Cpu, keys: () => number) => void): Generator<Board, number> {
  const { cpu, keys } = newCpu();
  yield { cpu: cpu.share() };
  before(cpu, keys);
  while (keys() < wanted) {
    cpu.disable();
    if (keys() < wanted) cpu.enableAndHlt();
    else cpu.enable();
  }
  return keys();
}

export function* curedProcessor(): Generator<Board, number> {
  return yield* processor(1, () => {});
}

export function* processorOfTwo(): Generator<Board, number> {
  return yield* processor(2, () => {});
}

/** Handles what came while it ran. */
export function* pollingProcessor(): Generator<Board, number> {
  return yield* processor(2, (cpu) => cpu.poll());
}

/** Halts with its interrupts masked, for a time: they stay pending. */
export function* maskedProcessor(): Generator<Board, number> {
  return yield* processor(2, (cpu, keys) => {
    cpu.disable();
    cpu.hlt(10);
    assert.equal(keys(), 0);
  });
}

export function device({ cpu }: Board): void {
  Device.attach(cpu).raise(1);
}

export function otherDevice({ cpu }: Board): void {
  Device.attach(cpu).raise(2);
}

export function deviceOfTwo({ cpu }: Board): void {
  const device = Device.attach(cpu);
  device.raise(1);
  device.raise(2);
}
