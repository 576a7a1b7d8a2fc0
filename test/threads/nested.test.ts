import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { pool } from 'reveille/threads';
import { Folder } from './folder.js';
import { untilSet, words } from './words.js';

const folder = new Folder();
const IMPORTS = `import { blockOn } from 'reveille'; import { offload, pool } from 'reveille/threads';
  export const add = (a, b) => a + b; let kept;`;

type Nested = {
  add(a: number, b: number): number;
  depth(n: number): number;
  depthLater(n: number): Promise<number>;
  kept(): unknown;
};

test('pools_within_pools_answer_blocked_and_awaited_and_end_with_the_outermost', async () => {
  const code = `${IMPORTS}
    const make = () => pool(import.meta.url, { threads: 1 });
    export const depth = (n) => { if (n === 0) return 0; using(make(), (p) => (n = 1 + blockOn(p.depth(n - 1)))); return n; };
    const using = (p, body) => { try { body(p); } finally { blockOn(p.close()); } };
    export const depthLater = async (n) => {
      if (n === 0) return 0;
      const p = make();
      return 1 + (await p.depthLater(n - 1)); // which it does not close
    };`;
  await using p = pool<Nested>(folder.module('nested.mjs', code), { threads: 1 });
  assert.equal(blockOn(p.depth(3)), 3);
  assert.equal(await p.depthLater(3), 3);
});

test('a_set_up_and_a_tear_down_call_other_threads_and_block_on_them', async () => {
  const code = `${IMPORTS}
    const helper = new URL('./helper.mjs', import.meta.url);
    export const begin = async () => {
      const api = offload(helper);
      kept = [blockOn(api.add(1, 2)), await api.add(3, 4)];
      await api.close();
    };
    export const end = () => { kept = blockOn(offload(helper).add(5, 6)); };
    export const keptNow = () => kept;`;
  folder.write('helper.mjs', 'export const add = (a, b) => a + b;');
  type Kept = { keptNow(): unknown };
  const p = pool<Kept>(folder.module('set-up.mjs', code), { threads: 1, setUp: 'begin', tearDown: 'end' });
  assert.deepEqual(await p.keptNow(), [3, 7]);
  await p.close();
});

test('a_set_up_that_calls_its_own_pool_is_told_that_it_is_none_yet_or_waits_for_another_thread', async () => {
  const code = `${IMPORTS}
    export const begin = () => { try { kept = pool.current().stats.threads; } catch (error) { kept = error.name; } };
    export const keptNow = () => kept;`;
  await using p = pool<{ keptNow(): unknown }>(folder.module('early.mjs', code), { threads: 1, setUp: 'begin' });
  assert.equal(await p.keptNow(), 'ReveilleError');
});

test('a_recursion_that_blocks_in_its_own_pool_and_fails_deep_inside_fails_outside_with_that_error', () => {
  const code = `${IMPORTS}
    export const dive = (n) => { if (n === 0) throw new RangeError('bottom'); return blockOn(pool.current().dive(n - 1)); };`;
  using p = pool<{ dive(n: number): never; add(a: number, b: number): number }>(folder.module('dive.mjs', code), {
    threads: 2,
  });
  assert.throws(() => blockOn(p.dive(20)), { name: 'RangeError', message: 'bottom' });
  assert.equal(blockOn(p.add(1, 2)), 3);
  assert.deepEqual([p.stats.running, p.stats.blocked, p.stats.queued], [0, 0, 0]);
});

test('a_worker_with_nothing_to_do_that_calls_its_own_pool_gets_the_answer_and_is_not_entered_meanwhile', async () => {
  const code = `${IMPORTS}
    const steps = [];
    export const step = (x) => { steps.push('runs'); return x; };
    export const later = (latch) => {
      const p = pool.current();
      const told = (result) => { steps.push(result); Atomics.store(latch, 0, 1); Atomics.notify(latch, 0); };
      setTimeout(() => { // this call has ended by then, and the thread rests
        steps.push('calls');
        const call = p.step(7);
        steps.push('has called');
        call.then(told, told);
      }, 5);
    };
    export const seen = () => steps;`;
  type Own = { later(latch: Int32Array): void; seen(): unknown[] };
  await using p = pool<Own>(folder.module('own-timer.mjs', code), { threads: 1, looking: 0 });
  const latch = words();
  await p.later(latch);
  await untilSet(latch, 0);
  assert.deepEqual(await p.seen(), ['calls', 'has called', 'runs', 7]);
});
