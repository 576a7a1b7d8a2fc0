/** A thread that serves requests which come through a channel, with handles in them, until it is closed. */
import { workerData } from 'node:worker_threads';
import { SharedWaker, type WakerHandle } from 'reveille';
import { type EndHandle, RecvError, shared } from 'reveille/channel';
import { structured } from 'reveille/codec';
import { type LockHandle, Mutex } from 'reveille/lock';
import { Unparker } from 'reveille/park';
import { SharedArrayQueue } from 'reveille/queue';

export type Request =
  | { readonly to: 'reply'; readonly with: number; readonly through: EndHandle }
  | { readonly to: 'lend'; readonly through: EndHandle }
  | { readonly to: 'pass'; readonly handle: EndHandle; readonly through: EndHandle }
  | { readonly to: 'wake'; readonly task: WakerHandle }
  | { readonly to: 'unpark'; readonly thread: SharedArrayBuffer }
  | { readonly to: 'push'; readonly queue: SharedArrayBuffer }
  | { readonly to: 'lock'; readonly mutex: LockHandle }
  | { readonly to: 'add'; readonly words: Int32Array; readonly view: DataView; readonly big: BigInt64Array }
  | { readonly to: 'exit' };

const { requests, blocks } = workerData as { requests: EndHandle; blocks: boolean };
const rx = shared.attachReceiver(requests, structured<Request>());

function serve(request: Request): void {
  if (request.to === 'reply') {
    using tx = shared.attachSender(request.through, 'i32');
    tx.sendBlocking(request.with * 2);
  } else if (request.to === 'lend' || request.to === 'pass') {
    using tx = shared.attachSender(request.through, structured<EndHandle>());
    if (request.to === 'pass') {
      tx.sendBlocking(request.handle);
      return;
    }
    const [mine, theirs] = shared.bounded(4, 'i32');
    mine.sendBlocking(7);
    tx.sendBlocking(theirs.share());
    theirs[Symbol.dispose]();
  } else if (request.to === 'wake') SharedWaker.attach(request.task).wake();
  else if (request.to === 'unpark') Unparker.attach(request.thread).unpark();
  else if (request.to === 'push') SharedArrayQueue.attach(request.queue).push(5);
  else if (request.to === 'lock') Mutex.attach(request.mutex).lockBlocking()[Symbol.dispose]();
  else if (request.to === 'add') {
    Atomics.add(request.words, 0, 1);
    request.view.setInt8(0, 2);
    Atomics.add(request.big, 0, 3n);
    Atomics.store(request.words, 1, 1);
    Atomics.notify(request.words, 1);
  } else process.exit();
}

function serveBlocking(): void {
  try {
    for (;;) serve(rx.recvBlocking());
  } catch (error) {
    if (!(error instanceof RecvError)) throw error;
  }
}

if (blocks) serveBlocking();
else for await (const request of rx) serve(request);
