import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, TimeoutError } from 'reveille';
import { offload } from 'reveille/threads';

type Module = { id(): number; spin(): void };

/** `spin` never looks up; `id` says which thread it is. */
const MODULE = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { threadId } from 'node:worker_threads';
    export const id = () => threadId;
    export const spin = () => { for (;;); };
  `)}`,
);

test('a_call_that_does_not_heed_its_cancelling_is_ended_while_its_caller_blocks', () => {
  using api = offload<Module>(MODULE, { grace: 10 });
  const first = blockOn(api.id(), { timeout: 60_000 });
  assert.throws(() => blockOn(api.with({ timeout: 10 }).spin()), TimeoutError);
  assert.notEqual(blockOn(api.id(), { timeout: 60_000 }), first);
});

test('a_call_that_is_cancelled_before_anybody_watches_its_thread_is_ended_too', () => {
  using api = offload<Module>(MODULE, { grace: 0 });
  api.spin()[Symbol.dispose](); // whether or not it has begun
  assert.throws(() => blockOn(api.with({ timeout: 0 }).spin()), TimeoutError);
  assert.ok(blockOn(api.id(), { timeout: 60_000 }) > 0);
});
