import assert from 'node:assert/strict';
import { test } from 'node:test';

// What the page that is not cross-origin isolated shows in a browser, for machines without one. This process has no
// other test, and the library is loaded after the deletion.
Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
const { blockOn, BlockingError, co, ReveilleError, ready, sleep, spawn } = await import('reveille');
const { ArrayQueue, SharedArrayQueue } = await import('reveille/queue');
const { Parker } = await import('reveille/park');

test('without_shared_memory_one_thread_works', async () => {
  const task = spawn(
    co(function* () {
      yield* sleep(1);
      return 'slept';
    }),
  );
  assert.equal(await task, 'slept');
  assert.equal(blockOn(ready(1)), 1);
  assert.equal(new ArrayQueue(1).push('item'), true);
});

test('without_shared_memory_sharing_and_blocking_throw', () => {
  const missing = { name: ReveilleError.name, message: /^no SharedArrayBuffer here: .* cross-origin isolated/ };
  assert.throws(() => new SharedArrayQueue(1), missing);
  assert.throws(() => new Parker(), missing);
  assert.throws(() => blockOn(sleep(60_000)), BlockingError);
});
