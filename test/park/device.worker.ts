import { workerData } from 'node:worker_threads';
import { type CpuHandle, Device } from 'reveille/park';
import { Latch } from '../support/latch.js';

/** What a device is started with. */
export interface DeviceData {
  readonly cpu: CpuHandle;
  /** A latch that it passes before it begins. */
  readonly start: SharedArrayBuffer;
  readonly lines: readonly number[];
  readonly times: number;
  /** One word: how many interrupts were handled; the device waits for each of its own. */
  readonly acknowledged?: SharedArrayBuffer;
}

const { cpu, start, lines, times, acknowledged }: DeviceData = workerData;
const device = Device.attach(cpu);
new Latch(start).arriveAndWait();

for (let i = 1; i <= times; i += 1) {
  for (const line of lines) device.raise(line);
  if (acknowledged === undefined) continue;
  const words = new Int32Array(acknowledged);
  for (let seen = Atomics.load(words, 0); seen < i; seen = Atomics.load(words, 0)) Atomics.wait(words, 0, seen, 1000);
}
