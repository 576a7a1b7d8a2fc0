import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { offload, PayloadError, pool, ThreadDiedError } from 'reveille/threads';
import { moduleOf } from './folder.js';
import { words } from './words.js';

const MODULE = moduleOf(`
  import { threadId } from 'node:worker_threads';
  export const where = () => threadId;
  export const set = (word) => { Atomics.store(word, 0, 1); Atomics.notify(word, 0); };
  export const bytes = (length) => new Uint8Array(length);
  export const fail = (length) => { throw new RangeError('日本'.repeat(length)); };
  export const die = (length) => { setImmediate(() => fail(length)); return new Promise(() => {}); };`);
type Module = {
  where(): number;
  set(word: Int32Array): void;
  bytes(length: number): Uint8Array;
  fail(length: number): never;
  die(length: number): Promise<never>;
};
/** The least there can be: one answer of 40,000 bytes takes all of it. */
const memory = 2 ** 16;

test('answers_for_which_no_memory_is_left_are_errors_and_their_thread_lives_on', () => {
  using p = pool<Module>(MODULE, { threads: 1, memory });
  const thread = blockOn(p.where());
  const calls = Array.from({ length: 20 }, () => p.bytes(30_000));
  const done = words();
  const set = p.set(done);
  assert.notEqual(Atomics.wait(done, 0, 0, 60_000), 'timed-out'); // in which this thread takes no answers
  let failed = 0;
  for (const call of calls) {
    try {
      assert.equal(blockOn(call).length, 30_000);
    } catch (error) {
      assert.ok(error instanceof PayloadError, String(error));
      assert.match(error.message, /30\d+ bytes are more than is left of the memory for calls \(options\.memory\)/);
      failed += 1;
    }
  }
  assert.ok(failed > 0);
  blockOn(set);
  assert.equal(blockOn(p.where()), thread);
  assert.equal(blockOn(p.bytes(30_000)).length, 30_000, 'what was taken is given back');
});

test('an_answer_that_is_longer_than_all_the_memory_is_an_error', async () => {
  await using api = offload<Module>(MODULE, { memory });
  const message = /100\d+ bytes are more than the \d+ bytes of the memory for calls/;
  await assert.rejects(async () => await api.bytes(100_000), { name: 'PayloadError', message });
  await assert.rejects(async () => await api.fail(100_000), PayloadError);
  assert.equal((await api.bytes(10)).length, 10);
});

test('memory_that_was_used_once_is_used_again_for_any_size_by_any_thread', () => {
  using p = pool<Module & { text(length: number): string; length(text: string): number }>(
    moduleOf(`
      export const text = (length) => 'x'.repeat(length);
      export const length = (text) => text.length;`),
    { threads: 2, memory: 2 ** 20 },
  );
  const most = 2 ** 20 - 2 ** 16;
  for (const length of [most, ...new Array(70).fill(1_000), most, 300_000, 90_000, 30_000, most, 500_000, most]) {
    assert.equal(blockOn(p.text(length)).length, length);
    assert.equal(blockOn(p.length('x'.repeat(length))), length);
  }
});

test('arguments_for_which_no_memory_is_left_are_errors_of_the_call', () => {
  using api = offload<Module & { keep(is: Uint8Array): void }>(MODULE, { memory });
  assert.throws(() => api.keep(new Uint8Array(100_000)), PayloadError);
  assert.equal(blockOn(api.bytes(10)).length, 10);
});

test('a_death_that_there_is_no_memory_to_tell_of_in_full_is_told_in_brief', () => {
  using api = offload<Module>(MODULE, { memory });
  for (let round = 0; round < 2; round += 1) {
    assert.throws(
      () => blockOn(api.die(100_000)),
      (error) => {
        assert.ok(error instanceof ThreadDiedError, String(error));
        return /thread \d+ of data: ended by an uncaught error: RangeError/.test(error.message);
      },
    );
  }
  assert.equal(blockOn(api.bytes(10)).length, 10);
});
