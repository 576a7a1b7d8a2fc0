import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn } from 'reveille';
import { offload, PoolClosedError, pool, spawnThread, ThreadDiedError } from 'reveille/threads';
import { moduleOf } from './folder.js';

type Sums = { add(a: number, b: number): number; half(n: number): number };
const url = moduleOf('export const add = (a, b) => a + b;');

const STRANGE: readonly unknown[] = [null, Number.NaN, -1, 1.5, 'x', true, 1n, Symbol('s'), () => 1, Object.freeze([])];
const numbers = (isFit: (value: unknown) => boolean): unknown[] => [...STRANGE, {}].filter((value) => !isFit(value));
const isNumber = (value: unknown): boolean => typeof value === 'number' && value >= 0;
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
const notText = STRANGE.filter((value) => typeof value !== 'string');

/** What each option does not take. */
const UNFIT: Readonly<Record<string, readonly unknown[]>> = {
  ...Object.fromEntries(['name', 'setUp', 'tearDown'].map((key) => [key, notText])),
  ...Object.fromEntries(
    ['queue', 'priorities', 'memory', 'callers', 'concurrency'].map((key) => [key, numbers(() => false)]),
  ),
  ...Object.fromEntries(['grace', 'looking', 'idle'].map((key) => [key, numbers(isNumber)])),
  threads: [
    ...STRANGE.filter((value) => !Array.isArray(value)),
    { min: -1 },
    { max: 0 },
    { min: 3, max: 2 },
    { most: 2 },
  ],
  resourceLimits: [
    ...STRANGE.filter((value) => !isObject(value)),
    { stackSizeMb: 0 },
    { stackSizeMb: '4' },
    { heap: 1 },
  ],
  execArgv: [...STRANGE.filter((value) => !Array.isArray(value)), ['--no-warnings', 1], {}],
  env: [...STRANGE.filter((value) => typeof value !== 'object' || Array.isArray(value)), null, { A: 1 }, { A: null }],
  data: [() => 1, { deep: [Symbol('s')] }, new WeakMap()],
};

/** It throws an error that names what was wrong, at once. */
function refuses(make: () => unknown, name: string): void {
  assert.throws(make, (error) => {
    assert.ok(error instanceof TypeError || error instanceof RangeError, String(error));
    assert.ok(error.message.startsWith(name), error.message);
    return true;
  });
}

for (const [option, unfit] of Object.entries(UNFIT)) {
  test(`a_wrong_${option}_is_named_before_there_is_a_thread`, () => {
    for (const value of unfit) refuses(() => pool(url, { [option]: value }), `options.${option}`);
  });
}

test('what_is_no_options_and_no_module_is_named', () => {
  for (const value of STRANGE.filter((value) => !isObject(value))) {
    refuses(() => pool(url, value as never), 'options');
    refuses(() => offload(url, value as never), 'options');
    refuses(() => offload(value as never), 'module');
    refuses(() => spawnThread<Sums, 'add'>(url, 'add', value as never), 'args');
  }
  for (const value of notText) refuses(() => spawnThread(url, value as never, [] as never), 'name');
  for (const value of [...STRANGE, {}]) refuses(() => pool.attach(value as never), 'handle');
});

test('options_that_are_frozen_or_behind_a_proxy_are_read_as_others', async () => {
  for (const options of [Object.freeze({ threads: Object.freeze({ max: 1 }) }), new Proxy({ threads: 1 }, {})]) {
    await using p = pool<Sums>(url, options);
    assert.equal(await p.add(1, 2), 3);
  }
  const failing = new Proxy({}, { ownKeys: () => assert.fail('a trap') });
  assert.throws(() => pool(url, failing), /a trap/);
});

test('wrong_arguments_of_a_pool_s_own_functions_are_named_and_it_goes_on', () => {
  using p = pool<Sums>(url, { threads: 1 });
  for (const value of STRANGE) {
    if (!isNumber(value)) refuses(() => p.with({ timeout: value as never }), 'options.timeout');
    refuses(() => p.with({ signal: value as never }), 'options.signal');
    if (!isObject(value)) refuses(() => p.with(value as never), 'options');
    if (!isObject(value)) refuses(() => p.close(value as never), 'options');
    if (value !== true) refuses(() => p.close({ now: value as never }), 'options.now');
    if (!isNumber(value)) refuses(() => p.close({ now: true, grace: value as never }), 'options.grace');
    refuses(() => p.with({ priority: value as never }), 'options.priority');
    refuses(() => p.warmUp(value as never), 'threads');
    if (typeof value !== 'string') refuses(() => p.map(value as never, []), 'name');
    if (!isObject(value)) refuses(() => p.map('half', [1], value as never), 'options');
    refuses(() => p.map('half', [1], { concurrency: value as never }), 'options.concurrency');
    if (!isNumber(value)) refuses(() => p.map('half', [1], { timeout: value as never }), 'options.timeout');
    refuses(() => p.map('half', [1], { signal: value as never }), 'options.signal');
    refuses(() => p.map('half', [1], { priority: value as never }), 'options.priority');
    if (typeof value !== 'string' && !Array.isArray(value)) refuses(() => p.map('half', value as never), 'items');
  }
  assert.equal(blockOn(p.add(1, 2)), 3);
});

for (const threads of [1, { min: 0, max: 2 }]) {
  test(`threads_that_node_will_not_start_fail_the_calls ${JSON.stringify(threads)}`, async () => {
    const p = pool<Sums>(url, { threads, execArgv: ['--no-such-flag'] });
    const isTold = (error: unknown): boolean =>
      error instanceof ThreadDiedError && /could be started.*--no-such-flag/.test(error.message);
    for (let round = 0; round < 4; round += 1) {
      assert.throws(() => blockOn(p.add(1, 2)), isTold);
      await assert.rejects(async () => await p.add(1, 2), isTold);
    }
    assert.throws(() => blockOn(p.warmUp(1)), isTold);
    assert.deepEqual([p.stats.queued, p.stats.running, p.stats.threads], [0, 0, 0]);
    await p.close();
    assert.throws(() => p.add(1, 2), PoolClosedError);
  });
}
