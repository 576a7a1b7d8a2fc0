import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { Waker } from 'reveille';
import {
  Arena,
  allocateArena,
  allocateTable,
  answerCall,
  CANCEL,
  CallTable,
  claimCall,
  dropCall,
  home,
  queueCall,
  Slots,
  takeAnswered,
  unwatchCall,
  WORK_ROW,
  WORKER,
  watchCall,
} from '../../src/threads/wire/index.js';

const CHUNK = 65_536;

/** To take so many bytes, or to release one of those that are lent. */
const step = fc.oneof(fc.record({ take: fc.integer({ min: 1, max: 2 * CHUNK }) }), fc.record({ release: fc.nat(100) }));

test('what_is_lent_overlaps_nothing_that_is_lent', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const arena = new Arena(allocateArena(8 * CHUNK), home.own);
      const lent: (readonly [at: number, end: number])[] = [];
      for (const one of steps) {
        if ('release' in one) {
          const [gone] = lent.splice(one.release % Math.max(1, lent.length), 1);
          if (gone !== undefined) arena.release(gone[0]);
          continue;
        }
        const at = arena.take(one.take);
        if (at < 0) continue;
        const end = at + one.take;
        assert.ok(arena.reach(at, one.take));
        assert.ok(lent.every(([from, to]) => end <= from || to <= at));
        lent.push([at, end]);
      }
    }),
  );
});

test('as_soon_as_nothing_is_lent_all_of_the_memory_is_there_for_any_size', () => {
  const one = fc.record({ by: fc.nat(3), bytes: fc.array(fc.integer({ min: 1, max: CHUNK }), { maxLength: 5 }) });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 20 }), (steps) => {
      const memory = allocateArena(8 * CHUNK);
      const arenas = Array.from({ length: 4 }, () => new Arena(memory, home.own));
      for (const { by, bytes } of steps) {
        const places = bytes.map((length) => arenas[by]?.take(length) as number);
        assert.ok(places.every((place) => place > 0));
        const all = arenas[(by + 1) % 4] as Arena;
        for (const place of places) all.release(place);
        const whole = all.take(8 * CHUNK);
        assert.ok(whole > 0);
        arenas[by]?.release(whole);
      }
    }),
  );
});

test('a_table_grows_by_what_it_was_when_it_was_attached (I13)', () => {
  const table = new CallTable(allocateTable(1), home.own);
  for (const garbage of [2 ** 31 - 1, -1, 0, 4096]) {
    table.words[2] = garbage; // how many seats there are, in the header
    const { blocks } = table;
    table.grow();
    assert.equal(table.blocks, 2 * blocks);
  }
});

test('a_stack_of_answers_that_was_overwritten_ends_in_an_error_or_in_an_end', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(31), fc.integer()), { maxLength: 20 }), fc.integer(), (links, head) => {
      const table = new CallTable(allocateTable(1), home.own);
      for (const [slot, link] of links) table.words[table.slotAt(slot) + 3] = link;
      for (const [slot, link] of links) if (link % 2 === 0) table.words[table.slotAt(slot) + 3] = Math.abs(link % 33);
      table.words[table.headOf(0)] = head % 2 === 0 ? Math.abs(head % 33) : head;
      const into: number[] = [];
      try {
        takeAnswered(table, 0, into);
        assert.ok(into.length <= 33);
      } catch (error) {
        assert.ok(error instanceof RangeError);
        assert.equal(into.length, 0);
      }
    }),
  );
});

test('a_dead_workers_seat_is_kept_until_somebody_has_seen_to_its_calls', async () => {
  const table = new CallTable(allocateTable(4), home.own);
  const { seats, words } = table;
  await once(new Worker(new URL('./seated.worker.js', import.meta.url), { workerData: table.buffer }), 'exit');
  const seat = table.seatOfWorker(7);
  assert.ok(seat >= 0);
  assert.equal(seats.isTaken(seat), false, 'its thread has ended');
  assert.equal(seats.reap(), false);
  assert.equal(table.seatOfWorker(7), seat);
  words[seats.fieldOf(seat, WORK_ROW, WORKER)] = 0;
  assert.equal(seats.reap(), true);
});

test('who_inherits_the_slots_of_a_dead_caller_gives_back_what_its_calls_carried', async () => {
  const table = new CallTable(allocateTable(4), home.own);
  await once(new Worker(new URL('./calling.worker.js', import.meta.url), { workerData: table.buffer }), 'exit');
  const dropped: number[] = [];
  const slots = new Slots(table, table.seats.take(Waker.noop()), (slot) => dropped.push(slot));
  const [waited, ran] = [0, 1];
  const given = Array.from({ length: 31 }, () => slots.take());
  assert.deepEqual(dropped, [waited], 'the worker gives back what it runs with');
  assert.ok(given.includes(waited) && !given.includes(ran));
  assert.equal(Math.max(...given), 31, 'of one block');
  assert.equal(table.words[table.slotAt(ran) + CANCEL], 1);
  assert.equal(claimCall(table, waited, 1), false, 'nobody waits for it any more');
});

/** A call in the first slot, which the worker in seat 1 runs. */
function running(): CallTable {
  const table = new CallTable(allocateTable(2), home.own);
  queueCall(table, 0);
  assert.ok(claimCall(table, 0, 1));
  return table;
}

function told(table: CallTable): number[] {
  const slots: number[] = [];
  takeAnswered(table, 0, slots);
  return slots;
}

test('nobody_is_told_of_the_answer_to_a_call_that_is_watched', () => {
  const table = running();
  assert.ok(watchCall(table, 0));
  assert.ok(answerCall(table, 0, 1));
  assert.equal(unwatchCall(table, 0), false);
  assert.deepEqual(told(table), []);
});

test('a_call_that_was_watched_is_told_of', () => {
  const table = running();
  assert.ok(watchCall(table, 0));
  assert.ok(unwatchCall(table, 0));
  assert.ok(answerCall(table, 0, 1));
  assert.deepEqual(told(table), [0]);
});

test('what_is_answered_cannot_be_watched_any_more', () => {
  const table = running();
  assert.ok(answerCall(table, 0, 1));
  assert.equal(watchCall(table, 0), false);
  assert.deepEqual(told(table), [0]);
});

test('the_heir_of_a_thread_that_died_while_it_watched_is_told_of_the_end', () => {
  const table = running();
  assert.ok(watchCall(table, 0));
  assert.equal(dropCall(table, 0), false, 'it runs');
  assert.ok(answerCall(table, 0, 1));
  assert.deepEqual(told(table), [0]);
});
