/** Who takes a free seat, and waits there, while another thread looks whether it has somebody to call in it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { blockUntilSet, words } from '../threads/words.js';
import type { Given } from './newcomer.worker.js';

/** Where things stand in a lock's memory: how many seats were used, whether anybody waits, and the second seat. */
const USED = 32;
const WAITING = 36;
const SECOND = { owner: 64, ticket: 68, slot: 66 };
/** Of one that has waited longer than all whom there are. */
const OLDEST = -5;

/** Called when this thread looks who has the second seat, before it sees that. */
let looking: { in: Int32Array; then: () => void } | undefined;
const { load } = Atomics;
Atomics.load = ((from: Int32Array, at: number) => {
  const seen = load(from, at);
  if (looking !== undefined && from.buffer === looking.in.buffer && at === SECOND.owner) {
    const { then } = looking;
    looking = undefined;
    then();
  }
  return seen;
}) as typeof load;
const { Notify } = await import('reveille/lock'); // not sooner: it takes the functions when it loads

test('a_seat_that_is_cleared_after_its_ticket_was_taken_wakes_nobody (I22)', () => {
  using news = new Notify();
  const { buffer, camp } = news.share();
  const memory = new Int32Array(buffer);
  const before = new Int32Array(camp).slice();
  const me = memory[SECOND.owner - 16] as number;
  Atomics.store(memory, SECOND.owner, me); // lives
  Atomics.store(memory, SECOND.ticket, OLDEST);
  assert.equal(memory[SECOND.slot], 0);
  Atomics.store(memory, USED, 2);
  Atomics.store(memory, WAITING, 1);
  news.notifyWaiters();
  assert.equal(memory[SECOND.ticket], 0);
  assert.deepEqual(new Int32Array(camp), before, 'nor is what has no slot taken for one');
});

test('a_newcomer_whose_ticket_is_taken_for_that_of_the_seat_s_last_owner_is_woken (I22)', async (t) => {
  using news = new Notify();
  const workerData: Given = { handle: news.share(), latch: words() };
  const memory = new Int32Array(workerData.handle.buffer);
  const { latch } = workerData;
  const worker = new Worker(new URL('./newcomer.worker.js', import.meta.url), { workerData });
  t.after(() => worker.terminate());
  blockUntilSet(latch, 0);
  Atomics.store(memory, USED, 2); // there was a second thread, and it has left
  Atomics.store(memory, WAITING, 1);
  let saw = false;
  looking = {
    in: memory,
    then: () => {
      saw = true;
      Atomics.store(latch, 1, 1);
      Atomics.notify(latch, 1);
      while (load(memory, SECOND.ticket) === 0) Atomics.wait(latch, 3, 0, 1); // nobody is told of that
    },
  };
  news.notifyWaiters();
  assert.ok(saw);
  news.notifyWaiters(); // it waits, or is on its way to
  blockUntilSet(latch, 2);
});
