import { workerData } from 'node:worker_threads';
import { type EndHandle, shared } from 'reveille/channel';
import { COUNT, DONE, READY, type Role, RUN } from './two-by-two.js';

const { sends, end, ports, words } = workerData as Role;

function produce(send: (n: number) => void): void {
  for (let run = 0; ; run += 1) {
    Atomics.wait(words, RUN, run);
    for (let n = words[COUNT] as number; n > 0; n -= 1) send(n);
  }
}

function consume(handle: EndHandle): void {
  const rx = shared.attachReceiver(handle, 'i32');
  for (;;) {
    rx.recvBlocking();
    Atomics.add(words, DONE, 1);
  }
}

if (!sends) for (const port of ports) port.on('message', () => void Atomics.add(words, DONE, 1));
Atomics.add(words, READY, 1);
if (end === undefined) {
  if (sends) produce((n) => ports[n & 1]?.postMessage(n));
} else if (sends) {
  const tx = shared.attachSender(end, 'i32');
  produce((n) => tx.sendBlocking(n));
} else consume(end);
