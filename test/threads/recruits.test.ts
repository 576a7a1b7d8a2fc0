/** The first thread of a pool starts before it is known what it is to do. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { offload, PayloadError, pool } from 'reveille/threads';
import { until } from './words.js';

type Making = typeof import('./modules/making.js');
const url = new URL('./modules/making.js', import.meta.url);

const alive = new Set<Worker>();
let begun = 0;
process.on('worker', (worker: Worker) => {
  begun += 1;
  alive.add(worker);
  worker.on('exit', () => alive.delete(worker));
});

/** The watcher starts with the first answer in a process, and stays. */
before(async () => {
  const api = offload<Making>(url);
  await api.echo(1);
  await api.close();
  await until(() => begun === 2 && alive.size === 1);
});

test('a_first_call_that_cannot_be_sent_leaves_its_thread_to_the_next_one', async () => {
  const api = offload<Making>(url);
  const earlier = begun;
  assert.throws(() => api.areSame(new WeakMap(), 1), PayloadError);
  await until(() => begun === earlier + 1);
  assert.equal(await api.areSame(1, 1), true);
  assert.equal(begun, earlier + 1);
  await api.close();
  await until(() => alive.size === 1);
});

test('or_to_nobody_if_there_is_none', async () => {
  for (const end of ['close', 'now', 'drop'] as const) {
    const p = offload<Making>(url);
    const earlier = begun;
    assert.throws(() => p.areSame(new WeakMap(), 1), PayloadError);
    await until(() => begun === earlier + 1);
    if (end === 'drop') p[Symbol.dispose]();
    else await p.close({ now: end === 'now' });
    await until(() => alive.size === 1);
  }
});

test('what_cannot_be_asked_of_a_thread_fails_the_call_as_ever', async () => {
  const api = offload<Making>(url, { execArgv: ['--no-such-flag'] });
  await assert.rejects(api.areSame(1, 1).then(), /could be started/);
  await api.close();
});

test('a_warm_up_hires_as_many_as_ever', async () => {
  await using p = pool<Making>(url, { threads: 2 });
  const earlier = begun;
  await p.warmUp();
  assert.equal(begun, earlier + 2);
});
