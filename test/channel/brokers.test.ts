/** Threads that have passed on all that they had of a channel, or of a wait group. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { DeadlockError } from 'reveille';
import { type EndHandle, shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { WaitGroup, type WaitGroupHandle } from 'reveille/lock';

export type Question =
  | { readonly ends: { readonly tx: EndHandle; readonly rx?: EndHandle }; readonly frames?: undefined }
  | { readonly ends?: undefined; readonly frames: EndHandle }
  | { readonly ends?: undefined; readonly frames?: undefined; readonly member: WaitGroupHandle };

const workers: Worker[] = [];
after(() => Promise.all(workers.map((worker) => worker.terminate())));

function newWorker(): Worker {
  const worker = new Worker(new URL('./broker.worker.js', import.meta.url));
  workers.push(worker);
  return worker;
}

async function ask<T>(worker: Worker, question: Question): Promise<T> {
  worker.postMessage(question);
  const [answer] = await once(worker, 'message');
  return answer as T;
}

/** Asks again while all places are taken, a minute at most. */
async function askUntilThereIsRoom<T>(worker: Worker, question: Question): Promise<T> {
  for (const end = performance.now() + 60_000; ; ) {
    const answer = await ask<T>(worker, question);
    if (typeof answer !== 'string') return answer;
    assert.match(answer, /RangeError: attach: 2 threads use it already/);
    assert.ok(performance.now() < end, answer);
  }
}

test('a_thread_that_has_passed_on_its_ends_gives_its_place_back_on_an_event_loop_that_waits_for_nothing', async () => {
  const [b, c] = [newWorker(), newWorker()];
  const [tx, rx] = shared.bounded(1, 'i32', { threads: 2 });
  const ends = { tx: tx.share(), rx: rx.share() };
  tx[Symbol.dispose]();
  rx[Symbol.dispose]();
  const passedOn = await ask<EndHandle>(b, { ends });
  assert.equal(passedOn.end, 'sender', String(passedOn));
  await askUntilThereIsRoom<EndHandle>(c, { ends: { tx: passedOn } });
});

test('a_thread_that_has_passed_on_its_membership_gives_its_place_back', async () => {
  const [b, c] = [newWorker(), newWorker()];
  const group = new WaitGroup({ threads: 2 });
  const member = group.share();
  group[Symbol.dispose]();
  const passedOn = await ask<WaitGroupHandle>(b, { member });
  assert.equal(typeof passedOn, 'object', String(passedOn));
  await askUntilThereIsRoom<WaitGroupHandle>(c, { member: passedOn });
});

test('a_receiver_of_another_thread_can_bring_no_bytes_into_an_empty_channel', async () => {
  const [tx, rx] = shared.bounded(4, bytes());
  assert.equal(await ask(newWorker(), { frames: rx.share() }), 'attached');
  assert.throws(() => rx.recvBlocking(), DeadlockError);
  tx[Symbol.dispose]();
});
