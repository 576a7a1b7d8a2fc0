import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blockOn, CancelledError } from 'reveille';
import { type Call, type Pool, pool } from 'reveille/threads';
import { moduleOf } from './folder.js';
import { until } from './words.js';

const MODULE = moduleOf(`
  let run = 0;
  export const now = (n) => { run += 1; return n; };
  export const later = async (n) => { run += 1; await null; return n; };
  export const turn = async (n) => { run += 1; await new Promise((go) => setImmediate(go)); return n; };
  export const fail = (n) => { run += 1; throw new RangeError(String(n)); };
  export const begun = () => run;`);
type Module = Record<'now' | 'turn', (n: number) => number> & { later(n: number): Promise<number> } & {
  fail(n: number): never;
  begun(): number;
};
const NAMES = ['now', 'later', 'turn', 'fail'] as const;
const CALLS = 10_000;

/** What is done with each call: dropped at once, or after so many more calls, or waited for. */
const fate = fc.record({
  name: fc.constantFrom(...NAMES),
  drop: fc.oneof({ weight: 2, arbitrary: fc.constant(-1) }, { weight: 3, arbitrary: fc.nat(40) }),
  turn: fc.integer({ min: 0, max: 30 }).map((n) => n === 0),
});

interface Tally {
  answered: number;
  dropped: number;
}

/** Each call is answered by its own answer, or was dropped; never both, never neither. */
async function callAndDrop(
  p: Pool<Module>,
  fates: readonly { name: string; drop: number; turn: boolean }[],
): Promise<Tally> {
  const tally: Tally = { answered: 0, dropped: 0 };
  const ends: Promise<void>[] = [];
  const due = new Map<number, Call<unknown>[]>();
  for (let i = 0; i < CALLS; i += 1) {
    const { name, drop, turn } = fates[i % fates.length] as (typeof fates)[number];
    const call: Call<number> = p[name as 'now'](i);
    const end = call.then<void, void>(
      (value) => {
        assert.equal(value, i);
        assert.notEqual(name, 'fail');
        tally.answered += 1;
      },
      (error) => {
        if (error instanceof CancelledError) tally.dropped += 1;
        else {
          assert.ok(error instanceof RangeError && name === 'fail', String(error));
          assert.equal(error.message, String(i));
          tally.answered += 1;
        }
      },
    );
    ends.push(end);
    if (drop === 0) call[Symbol.dispose]();
    else if (drop > 0) due.set(i + drop, [...(due.get(i + drop) ?? []), call]);
    for (const late of due.get(i) ?? []) late[Symbol.dispose]();
    if (turn) await new Promise((resolve) => setImmediate(resolve));
  }
  for (const [at, calls] of due) if (at >= CALLS) for (const call of calls) call[Symbol.dispose]();
  await Promise.all(ends);
  return tally;
}

for (const threads of [1, 2]) {
  test(`ten_thousand_calls_that_are_dropped_at_random_moments_are_counted_exactly ${threads}`, async () => {
    const fates = fc.array(fate, { minLength: 200, maxLength: 2000 });
    await fc.assert(
      fc.asyncProperty(fates, fc.constantFrom(8, 1024, 65_536), async (some, queue) => {
        await using p = pool<Module>(MODULE, { threads, queue, memory: 2 ** 26 });
        const { answered, dropped } = await callAndDrop(p, some);
        assert.equal(answered + dropped, CALLS);
        // What was dropped as it ran has run on.
        await until(() => p.stats.queued === 0 && p.stats.running === 0);
        const { done, failed } = p.stats;
        assert.ok(done + failed >= answered, `${done} and ${failed} have run for ${answered} answers`);
        if (threads === 1) assert.equal(blockOn(p.begun()), done + failed, 'those that ran were counted, and no other');
        assert.equal(await p.now(7), 7);
      }),
      { numRuns: 3 },
    );
  });
}
