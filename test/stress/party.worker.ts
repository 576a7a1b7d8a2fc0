/** One thread of a round: a producer or a consumer, that does what its part says. */
import { parentPort, workerData } from 'node:worker_threads';
import { blockOn, select, TimeoutError } from 'reveille';
import { type EndHandle, never, type Receiver, RecvError, SendError, type Sender, shared } from 'reveille/channel';
import { Ledger } from './ledger.js';
import type { Part, Way } from './plan.js';

/** What a thread is started with. */
export interface Party {
  readonly part: Part;
  readonly role: 'producer' | 'consumer';
  readonly number: number;
  readonly count: number;
  readonly items: 'i32' | 'f64';
  readonly handle: EndHandle;
  readonly ledger: SharedArrayBuffer;
}

const BATCH = 16;
const party = workerData as Party;
const { part, number } = party;
const ledger = new Ledger(party.ledger);
const wayOf = (step: number): Way => part.ways[Math.floor(step / 50) % part.ways.length] as Way;

/** Whether the thread goes on after so many items. */
function goesOn(done: number): boolean {
  if (part.end === 'done' || done < part.after) return true;
  if (part.end === 'throw') throw new Error('a part of the plan');
  if (part.end === 'exit') process.exit(1);
  if (part.end === 'terminate') parentPort?.postMessage('terminate'); // and goes on until that happens
  return part.end !== 'drop';
}

/** Sends items from `from` on; answers how many. */
async function send(tx: Sender<number>, way: Way, from: number): Promise<number> {
  const item = ledger.item(number, from);
  if (way === 'try') return tx.trySend(item) ? 1 : 0;
  if (way === 'await') await tx.send(item);
  else if (way === 'block') tx.sendBlocking(item);
  else if (way === 'limit') tx.sendBlocking(item, { timeout: 1 });
  else if (way === 'select') await select({ sent: tx.send(item), never: never().recv() });
  else {
    const batch = Array.from({ length: Math.min(BATCH, party.count - from) }, (_, at) => item + at);
    return tx.trySendMany(batch);
  }
  return 1;
}

async function receive(rx: Receiver<number>, way: Way): Promise<number[]> {
  if (way === 'batch') return rx.recvManyBlocking(BATCH);
  if (way === 'await') return [await rx.recv()];
  if (way === 'block') return [rx.recvBlocking()];
  if (way === 'limit') return [rx.recvBlocking({ timeout: 1 })];
  if (way === 'select') return [blockOn(select({ got: rx.recv(), never: never<number>().recv() })).value];
  const found = rx.tryRecv();
  return typeof found === 'number' ? [found] : [];
}

async function produce(): Promise<void> {
  using tx = shared.attachSender(party.handle, party.items);
  for (let done = 0, step = 0; done < party.count && goesOn(done); step += 1) {
    const sent = await send(tx, wayOf(step), done).catch(unlessLate);
    done += sent ?? 0;
    ledger.sent(number, done);
    if (sent === 0) await new Promise(setImmediate);
  }
}

async function consume(): Promise<void> {
  using rx = shared.attachReceiver(party.handle, party.items);
  const last = new Map<number, number>();
  for (let done = 0, step = 0; goesOn(done); step += 1) {
    ledger.holding(number, BATCH);
    const items = (await receive(rx, wayOf(step)).catch(unlessLate)) ?? [];
    ledger.arrived(items, last);
    ledger.holding(number, 0);
    done += items.length;
    if (items.length === 0) await new Promise(setImmediate);
  }
}

function unlessLate(error: unknown): undefined {
  if (!(error instanceof TimeoutError)) throw error;
}

try {
  await (party.role === 'producer' ? produce() : consume());
} catch (error) {
  if (!(error instanceof SendError || error instanceof RecvError)) throw error; // the channel is closed
  if (party.role === 'consumer') ledger.holding(number, 0);
}
