import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { TimeoutError } from 'reveille';
import { type Receiver, RecvError, type Sender, shared } from 'reveille/channel';
import { Ledger } from './ledger.js';
import type { Party } from './party.worker.js';
import { type Plan, planOf } from './plan.js';

/** A round takes some milliseconds; when it takes so long it hangs. */
const HANG = 60_000;

/** What came of a round. */
export interface Outcome {
  readonly arrived: number;
  readonly lost: number;
  readonly deaths: number;
}

/** Plays the plan of a seed, and checks what arrived. */
export async function play(seed: number): Promise<Outcome> {
  const plan = planOf(seed);
  try {
    return await playPlan(plan);
  } catch (error) {
    throw new Error(`stress: seed ${seed} failed; its plan is ${JSON.stringify(plan)}`, { cause: error });
  }
}

async function playPlan(plan: Plan): Promise<Outcome> {
  const [tx, rx] = open(plan);
  const ledger = new Ledger();
  const common = { count: plan.count, items: plan.items, ledger: ledger.buffer };
  const parties: Party[] = [
    ...plan.producers.map((part, number) => ({
      ...common,
      part,
      number,
      role: 'producer' as const,
      handle: tx.share(),
    })),
    ...plan.consumers.map((part, number) => ({
      ...common,
      part,
      number,
      role: 'consumer' as const,
      handle: rx.share(),
    })),
  ];
  const threads = parties.map(start);
  tx[Symbol.dispose]();
  await receiveAll(rx, ledger, plan.close);
  rx[Symbol.dispose]();
  const deaths = await Promise.all(threads);
  return { ...ledger.check(plan), deaths: deaths.filter(Boolean).length };
}

function open({ flavour, capacity, items }: Plan): [Sender<number>, Receiver<number>] {
  if (flavour === 'list') return shared.unbounded(items);
  return shared.bounded(flavour === 'zero' ? 0 : capacity, items);
}

/** Starts a thread; answers, when it has ended, whether it died. An error that the plan knows nothing of is thrown. */
async function start(party: Party): Promise<boolean> {
  const worker = new Worker(new URL('./party.worker.js', import.meta.url), { workerData: party });
  let failure: Error | undefined;
  worker.on('error', (error) => {
    failure = error;
  });
  worker.once('message', () => void worker.terminate()); // it asks for it, perhaps more than once
  const [code] = await once(worker, 'exit').catch(() => [1]);
  if (failure !== undefined && failure.message !== 'a part of the plan') throw failure;
  return code !== 0;
}

/** The main thread receives to the end, on its event loop. */
async function receiveAll(rx: Receiver<number>, ledger: Ledger, close: number): Promise<void> {
  const last = new Map<number, number>();
  for (let done = 0; ; done += 1) {
    if (done === close) rx.close();
    try {
      ledger.arrived([await rx.recv({ timeout: HANG })], last);
    } catch (error) {
      assert.ok(!(error instanceof TimeoutError), `nothing has arrived for ${HANG} ms, nor has the channel ended`);
      if (error instanceof RecvError) return;
      throw error;
    }
  }
}
