/** A stranger's vitest test file, run in the pool that the environment variable POOL names. */
import { isMainThread } from 'node:worker_threads';
import { explore, type Program, ScheduleError } from 'reveille/testing';
import { expect, test } from 'vitest';

const program = (...threads: string[]): Program => {
  return { module: new URL('./mailbox.program.ts', import.meta.url), setup: 'setup', threads };
};

test('this is the pool that was asked for', () => {
  expect(isMainThread ? 'forks' : 'threads').toBe(process.env['POOL']);
});

test('the wake-up that is lost is found', async () => {
  const error = await explore(program('careless', 'ringing')).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ScheduleError);
  expect(error).toMatchObject({ kind: 'deadlock', schedule: '0x1 1x3 0x1' });
  expect(String(error)).toMatch(/careless +load .* mailbox\.program\.ts:13 careless$/m);
}, 60_000);

test('the cure loses none in any interleaving', async () => {
  const bound = Number.POSITIVE_INFINITY;
  const found = await explore(program('careful', 'unparking'), { bound });
  expect(found).toMatchObject({ complete: true, bound });
  expect(found.runs).toBeGreaterThan(10);
}, 60_000);
