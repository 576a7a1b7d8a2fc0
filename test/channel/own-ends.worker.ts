/** Waits at a channel of whose other kind of ends it has all, and tells what comes. */
import { parentPort, workerData } from 'node:worker_threads';
import { type EndHandle, type Receiver, type Sender, shared } from 'reveille/channel';

export interface Given {
  readonly tx: EndHandle;
  readonly rx: EndHandle;
  readonly waits: 'to receive' | 'to send';
  readonly latch: Int32Array;
}

const { tx, rx, waits, latch } = workerData as Given;
const sender = shared.attachSender(tx, 'i32');
const receiver = shared.attachReceiver(rx, 'i32');
const tell = (what: unknown): void => parentPort?.postMessage(what);
const set = (): void => {
  Atomics.store(latch, 0, 1);
  Atomics.notify(latch, 0);
};

async function receive(from: Receiver<number>): Promise<void> {
  for await (const value of from) tell(value);
  tell('end');
}

async function send(to: Sender<number>): Promise<void> {
  await to.send(2);
  tell('sent');
}

parentPort?.on('message', () => {}); // keeps it alive
if (waits === 'to receive') {
  void receive(receiver);
  setImmediate(() => {
    sender.trySend(1);
    set();
  });
} else {
  send(sender).catch((error: unknown) => tell(String(error)));
  setImmediate(() => {
    receiver.tryRecv();
    set();
  });
}
