import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandleError } from 'reveille';
import { shared } from 'reveille/channel';
import { json } from 'reveille/codec';
import { PayloadError, pool } from 'reveille/threads';
import { CallTable, home } from '../../src/threads/wire/index.js';
import { FRAME_WORD, PLACE } from '../queue/frames.js';
import { untilSet, words } from '../threads/words.js';

type Task = typeof import('../threads/task.worker.js');
const url = new URL('../threads/task.worker.js', import.meta.url);

/** Of a call's slot: where its arguments stand in the arena, in units of 8 bytes or 0, and how many bytes they are. */
const [AT, LENGTH] = [5, 6];
const HUGE = [-1, 217, 2 ** 24, 2 ** 31 - 1, -(2 ** 31)];

for (const [what, argument] of [
  ['short', 1],
  ['long', 'x'.repeat(1000)],
] as const) {
  test(`a_length_or_a_place_beyond_the_memory_of_calls_fails_that_call_alone: ${what} arguments (I8)`, async () => {
    await using p = pool<Task>(url, { threads: 1 });
    const table = new CallTable(p.share().table, home.own);
    for (const word of [AT, LENGTH]) {
      for (const value of HUGE) {
        const latch = words();
        const held = p.hold(latch);
        await untilSet(latch, 0);
        const before = used(table);
        const call = p.later(argument);
        const [slot] = [...used(table)].filter((one) => !before.has(one));
        table.words[table.slotAt(slot!) + word] = value;
        Atomics.store(latch, 2, 1);
        Atomics.notify(latch, 2);
        await assert.rejects(call.then(), (error) => error instanceof PayloadError, `word ${word}: ${value}`);
        await held;
        assert.equal(await p.later(2), 2, 'the thread lives on');
      }
    }
  });
}

function used(table: CallTable): Set<number> {
  const slots = new Set<number>();
  table.eachSlot((slot) => slots.add(slot));
  return slots;
}

for (const length of [-1, 9, 2 ** 20, 2 ** 31 - 1, -(2 ** 31)]) {
  test(`a_length_beyond_the_ring_ends_a_channel_s_receives_with_an_error: ${length} (I8)`, async () => {
    const [tx, rx] = shared.bounded(8, json<string>());
    const ring = new Int32Array(tx.share().queue);
    tx.trySend('hello');
    ring[FRAME_WORD.ring + PLACE.length] = length;
    assert.throws(() => rx.tryRecv(), HandleError);
    assert.throws(() => rx.recvBlocking({ timeout: 1_000 }), HandleError);
    await assert.rejects(rx.recv({ timeout: 1_000 }).then(), HandleError);
    assert.throws(() => rx.tryRecvMany(4), HandleError);
  });
}
