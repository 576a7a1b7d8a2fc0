/** The keyboard of the keyboard task: puts scancodes where the processor reads them, and raises its interrupt. */
import { workerData } from 'node:worker_threads';
import { type CpuHandle, Device, parkTimeout } from 'reveille/park';
import { SharedArrayQueue } from 'reveille/queue';
import { scancodesOf } from './scancodes.js';

/** What the device is connected to. */
export interface Wiring {
  readonly cpu: CpuHandle;
  readonly port: SharedArrayBuffer;
  readonly line: number;
  /** What is typed. */
  readonly text: string;
}

const { cpu, port, line, text } = workerData as Wiring;
const processor = Device.attach(cpu);
const buffer = SharedArrayQueue.attach(port);

for (const scancode of scancodesOf(text)) {
  buffer.push(scancode);
  processor.raise(line);
  parkTimeout(2); // nobody unparks this thread: the typist's pause
}
