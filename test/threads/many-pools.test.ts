import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { blockOn } from 'reveille';
import { pool } from 'reveille/threads';
import { node } from '../synckit/programs.js';
import { Folder, moduleOf } from './folder.js';
import { until } from './words.js';

type Sums = { add(a: number, b: number): number };
const sums = moduleOf('export const add = (a, b) => a + b;');

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const EVENTS = ['exit', 'beforeExit', 'uncaughtException', 'uncaughtExceptionMonitor', 'unhandledRejection', 'warning'];

/** What this process holds: what keeps it alive by kind, listeners, and, where they can be counted, threads. */
function held(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  for (const key of ['Immediate', 'Timeout', 'CloseReq']) delete counts[key]; // of the test's own, and of ports that close
  for (const event of EVENTS) counts[`on ${event}`] = process.listenerCount(event);
  if (process.platform === 'linux') counts['threads'] = readdirSync('/proc/self/task').length;
  return counts;
}

/** Until there is no more of anything than before. */
async function backTo(before: Record<string, number>): Promise<void> {
  const more = (): string[] => Object.entries(held()).flatMap(([key, n]) => (n > (before[key] ?? 0) ? [key] : []));
  await until(() => more().length === 0).catch((error) => {
    throw new Error(`${JSON.stringify(held())}, before: ${JSON.stringify(before)}`, { cause: error });
  });
}

/** Address space in MB: each pool takes 256 MB of it for what its calls carry. */
const addresses = (): number => Number(/VmSize:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;

/** Opens a pool and closes it, in each manner in turn. */
async function openAndClose(round: number): Promise<void> {
  const p = pool<Sums>(sums, { threads: 1 });
  assert.equal(round % 2 === 0 ? await p.add(round, 1) : blockOn(p.add(round, 1)), round + 1);
  if (round % 4 === 0) await p.close();
  else if (round % 4 === 1) blockOn(p.close());
  else if (round % 4 === 2) await p.close({ now: true });
  else p[Symbol.dispose]();
}

test('forty_pools_one_after_the_other_leave_nothing_behind', async () => {
  await openAndClose(0); // the watcher's thread and the library's own tables stay
  const before = held();
  for (let round = 0; round < 20; round += 1) await openAndClose(round);
  await backTo(before);
  collect();
  const used = process.memoryUsage().heapUsed;
  for (let round = 20; round < 40; round += 1) await openAndClose(round);
  await backTo(before);
  collect();
  const grown = process.memoryUsage().heapUsed - used;
  assert.ok(grown < 4e5, `the heap has grown by ${grown} bytes, from ${used}`);
});

test('the_memory_of_pools_that_were_closed_is_given_back', { skip: process.platform !== 'linux' }, async () => {
  const before = addresses();
  for (let round = 0; round < 24; round += 1) await openAndClose(round);
  await until(() => {
    collect();
    return addresses() < before + 12 * 256;
  });
});

test('fifty_pools_at_once_leave_nothing_behind', async () => {
  await openAndClose(0);
  const before = held();
  const pools = Array.from({ length: 50 }, () => pool<Sums>(sums, { threads: 1 }));
  assert.deepEqual(
    await Promise.all(pools.map((p, i) => p.add(i, 1))),
    pools.map((_, i) => i + 1),
  );
  await Promise.all(pools.map((p, i) => p.close({ now: i % 2 === 0 })));
  await backTo(before);
});

test('pools_that_nobody_closes_let_the_process_end', async () => {
  const text = `import { blockOn } from 'reveille'; import { offload, pool } from 'reveille/threads';
    const module = ${JSON.stringify(sums.href)};
    const pools = Array.from({ length: 8 }, (_, i) => i % 2 ? pool(module, { threads: 1 }) : offload(module));
    for (const p of pools) blockOn(p.add(1, 1));
    await Promise.all(pools.map((p) => p.add(1, 1)));
    pools[0].close(); pools[1].close(); pools[2][Symbol.dispose](); pools[3].close({ now: true });
    process.on('exit', () => console.log('ended'));`;
  const { code, stdout, stderr } = await node([new Folder().write('open.mjs', text)]);
  assert.deepEqual([code, stdout], [0, 'ended\n'], stderr);
});
