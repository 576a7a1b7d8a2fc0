/** The device of the lost wake-up: raises its interrupt when it is asked to, and says when it has. */
import { parentPort, workerData } from 'node:worker_threads';
import { type CpuHandle, Device, Thread, type ThreadHandle } from 'reveille/park';
import { SharedArrayQueue } from 'reveille/queue';

/** What the device is connected to. */
export interface Wiring {
  readonly cpu: CpuHandle;
  /** Gets a word for each interrupt that was raised. */
  readonly raised: SharedArrayBuffer;
  readonly main: ThreadHandle;
}

const { cpu, raised, main } = workerData as Wiring;
const device = Device.attach(cpu);
const log = SharedArrayQueue.attach(raised);
const processor = Thread.attach(main);

parentPort?.on('message', (line: number) => {
  device.raise(line);
  log.push(line);
  processor.unpark();
});
