/** Has an end, or a member, for a while, drops it, and lives on. */
import { parentPort, workerData } from 'node:worker_threads';
import { type EndHandle, shared } from 'reveille/channel';
import { WaitGroup, type WaitGroupHandle } from 'reveille/lock';

export interface Given {
  readonly handle: EndHandle | WaitGroupHandle;
  readonly latch: Int32Array;
}

const { handle, latch } = workerData as Given;

function attach(): Disposable {
  if (!('end' in handle)) return WaitGroup.attach(handle);
  return handle.end === 'sender' ? shared.attachSender(handle, 'i32') : shared.attachReceiver(handle, 'i32');
}

parentPort?.on('message', () => {}); // keeps it alive
const mine = attach();
Atomics.store(latch, 0, 1);
Atomics.notify(latch, 0);
Atomics.wait(latch, 1, 0, 20); // the other thread waits by then, as a rule; it is told the same in either case
mine[Symbol.dispose]();
