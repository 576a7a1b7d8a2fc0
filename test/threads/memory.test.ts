import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { offload, PayloadError, type PoolHandle, pool, ThreadDiedError } from 'reveille/threads';
import { Folder, moduleOf } from './folder.js';
import { words } from './words.js';

const MODULE = moduleOf(`
  import { threadId } from 'node:worker_threads';
  export const where = () => threadId;
  export const set = (word) => { Atomics.store(word, 0, 1); Atomics.notify(word, 0); };
  export const bytes = (length) => new Uint8Array(length).fill(7);
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

/** Calls it from a thread that is not the owner's, and answers what came of each of its answers. */
const elsewhere = (folder: Folder): URL =>
  folder.module(
    'elsewhere.js',
    `import { blockOn } from 'reveille';
     import { pool } from 'reveille/threads';
     export function callAll(handle, count, length) {
       const p = pool.attach(handle);
       const before = p.stats.done + p.stats.failed;
       const calls = Array.from({ length: count }, () => p.bytes(length));
       while (p.stats.done + p.stats.failed < before + count); // in which this thread takes no answers
       const outcomes = calls.map((call) => {
         try {
           return blockOn(call).length;
         } catch (error) {
           return error.name + ': ' + error.message;
         }
       });
       return outcomes;
     }`,
  );
type Elsewhere = { callAll(handle: PoolHandle, count: number, length: number): (number | string)[] };

test('answers_for_which_no_memory_is_left_come_to_the_owner_all_the_same', () => {
  using p = pool<Module>(MODULE, { threads: 1, memory });
  const calls = Array.from({ length: 20 }, () => p.bytes(30_000));
  const done = words();
  const set = p.set(done);
  assert.notEqual(Atomics.wait(done, 0, 0, 60_000), 'timed-out'); // in which this thread takes no answers
  for (const call of calls) assert.deepEqual(blockOn(call), new Uint8Array(30_000).fill(7));
  blockOn(set);
  assert.equal(blockOn(p.bytes(30_000)).length, 30_000, 'what was taken is given back');
});

test('answers_that_are_dropped_when_they_came_without_memory_leave_nothing', () => {
  using p = pool<Module>(MODULE, { threads: 1, memory });
  for (let round = 0; round < 20; round += 1) {
    const calls = Array.from({ length: 20 }, () => p.bytes(30_000));
    const done = words();
    const set = p.set(done);
    assert.notEqual(Atomics.wait(done, 0, 0, 60_000), 'timed-out');
    for (const call of calls) call[Symbol.dispose]();
    blockOn(set);
  }
  assert.equal(blockOn(p.bytes(30_000)).length, 30_000);
});

test('an_answer_that_is_longer_than_all_the_memory_comes_to_the_owner_all_the_same', async () => {
  await using api = offload<Module>(MODULE, { memory });
  for (const wait of [blockOn, async (call: PromiseLike<Uint8Array>) => call]) {
    assert.deepEqual(await wait(api.bytes(100_000) as never), new Uint8Array(100_000).fill(7));
    assert.deepEqual(await wait(api.bytes(200_000) as never), new Uint8Array(200_000).fill(7)); // its bytes have a parcel of their own
  }
  await assert.rejects(async () => await api.fail(100_000), { name: 'RangeError', message: '日本'.repeat(100_000) });
  assert.equal((await api.bytes(10)).length, 10);
});

test('answers_for_other_threads_for_which_no_memory_is_left_are_errors_and_their_thread_lives_on', () => {
  using p = pool<Module>(MODULE, { threads: 1, memory });
  using other = offload<Elsewhere>(elsewhere(new Folder()));
  const thread = blockOn(p.where());
  const outcomes = blockOn(other.callAll(p.share(), 20, 30_000));
  const failed = outcomes.filter((outcome) => outcome !== 30_000);
  assert.ok(failed.length > 0 && failed.length < 20, String(failed.length));
  const left =
    /^PayloadError: bytes\(\): answer: 30\d+ bytes are more than is left of the memory for calls \(options\.memory\)$/;
  for (const outcome of failed) assert.match(String(outcome), left);
  const [tooLong] = blockOn(other.callAll(p.share(), 1, 100_000));
  assert.match(
    String(tooLong),
    /^PayloadError: bytes\(\): answer: 100\d+ bytes are more than the \d+ bytes of the memory/,
  );
  assert.equal(blockOn(p.where()), thread);
  assert.deepEqual(blockOn(other.callAll(p.share(), 1, 30_000)), [30_000], 'what was taken is given back');
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
