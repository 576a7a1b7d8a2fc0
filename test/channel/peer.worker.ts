/** Another thread with one end of a channel, which does as it is told, and says what came of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { type EndHandle, type Receiver, RecvError, SendError, type Sender, shared } from 'reveille/channel';

/** How it sends or receives; `hold` is a task of its event loop that waits to receive, and is held up for ever. */
export type Way = 'block' | 'await' | 'try' | 'batch' | 'hold';

/** What the thread does when it is through. */
export type End = 'drop' | 'stay' | 'exit' | 'throw' | 'wait' | 'block';

export interface Orders {
  /** Left out, it comes in the first message. */
  readonly handle?: EndHandle;
  readonly way: Way;
  /** Of a sender: what it sends. A receiver takes so many (items), and without a list all that come. */
  readonly values?: readonly number[];
  readonly end?: End;
}

/** What it says at last. */
export interface Report {
  /** What was received, or sent. */
  readonly values: number[];
  /** How it learned that the channel is closed, if it did. */
  readonly refused: string | undefined;
}

const { way, values: wanted, end = 'drop' } = workerData as Orders;

async function send(tx: Sender<number>, sent: number[]): Promise<void> {
  const values = wanted ?? [];
  if (way === 'batch') {
    tx.sendManyBlocking(values);
    sent.push(...values);
    return;
  }
  for (const value of values) {
    if (way === 'block') tx.sendBlocking(value);
    else if (way === 'await') await tx.send(value);
    else while (!tx.trySend(value)) await new Promise(setImmediate);
    sent.push(value);
  }
}

async function receive(rx: Receiver<number>, received: number[]): Promise<void> {
  if (way === 'hold') {
    void rx.recv().then();
    await new Promise(setImmediate); // it waits by now
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
  const most = wanted?.length ?? Number.POSITIVE_INFINITY;
  while (received.length < most) {
    if (way === 'block') received.push(rx.recvBlocking());
    else if (way === 'await') received.push(await rx.recv());
    else if (way === 'batch') received.push(...rx.recvManyBlocking(Math.min(16, most - received.length)));
    else {
      const found = rx.tryRecv();
      if (typeof found === 'number') received.push(found);
      else await new Promise(setImmediate);
    }
  }
}

/** Ends as it was told, or lives on; but for `drop` and `stay` with its end of the channel in its hands. */
function stop(mine: Disposable): void {
  if (end === 'drop' || end === 'stay') mine[Symbol.dispose]();
  if (end === 'exit') process.exit(1);
  if (end === 'throw') throw new Error('as told');
  if (end === 'wait' || end === 'stay') setInterval(() => {}, 60_000);
  if (end === 'block') {
    const [tx, rx] = shared.bounded(1, 'i32');
    tx.share(); // so that another thread might send
    rx.recvBlocking(); // for ever
  }
}

async function obey(handle: EndHandle): Promise<void> {
  const report: Report & { refused: string | undefined } = { values: [], refused: undefined };
  const mine = handle.end === 'sender' ? shared.attachSender(handle, 'i32') : shared.attachReceiver(handle, 'i32');
  parentPort?.postMessage('attached');
  try {
    if ('trySend' in mine) await send(mine, report.values);
    else await receive(mine, report.values);
  } catch (error) {
    if (!(error instanceof SendError || error instanceof RecvError)) throw error;
    report.refused = error.name;
  }
  parentPort?.postMessage(report);
  setImmediate(() => stop(mine)); // when the report is on its way
}

const { handle } = workerData as Orders;
if (handle === undefined) parentPort?.once('message', obey);
else void obey(handle);
