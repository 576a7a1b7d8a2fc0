import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blockOn, CancelledError } from 'reveille';
import { type CallStream, type offload, pool, ThreadDiedError } from 'reveille/threads';
import { until, words } from './words.js';

type Making = typeof import('./modules/making.js');
const url = new URL('./modules/making.js', import.meta.url);

const step = fc.record({
  what: fc.constantFrom('list', 'functions', 'stream', 'endless', 'signal', 'pass on', 'die'),
  /** Whether it is dropped, and after so many turns of the event loop. */
  dropped: fc.option(fc.integer({ min: 1, max: 5 })),
  size: fc.nat(60),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What became of it: what it should be is asserted where it is known. */
type Outcome = 'right' | 'cancelled' | 'died';

async function outcomeOf(run: () => Promise<void>): Promise<Outcome> {
  try {
    await run();
    return 'right';
  } catch (error) {
    if (error instanceof CancelledError) return 'cancelled';
    if (error instanceof ThreadDiedError) return 'died';
    throw error;
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Drops it when its time has come. */
async function dropAfter(call: Disposable, turns: number | null): Promise<void> {
  if (turns === null) return;
  for (let i = 0; i < turns; i += 1) await turn();
  call[Symbol.dispose]();
}

async function inOrder(stream: CallStream<number>, most: number): Promise<number> {
  let count = 0;
  for await (const n of stream) {
    assert.equal(n, count);
    count += 1;
    if (count === most) break;
  }
  return count;
}

function start(
  api: Pick<ReturnType<typeof offload<Making>>, keyof Making>,
  { what, dropped, size }: Step,
): Promise<Outcome> {
  const watched = <T extends Disposable>(call: T): T => {
    void dropAfter(call, dropped);
    return call;
  };
  return outcomeOf(async () => {
    if (what === 'list') assert.equal((await watched(api.list(size))).length, size);
    else if (what === 'functions') {
      let calls = 0;
      const square = (n: number): number => {
        calls += 1;
        return n;
      };
      const sum = await watched(api.callBlocking(square, size));
      assert.deepEqual([calls, sum], [size, (size * Math.max(0, size - 1)) / 2]);
    } else if (what === 'stream') {
      const stream = api.countAtOnce(size);
      void dropAfter(stream, dropped);
      const count = await inOrder(stream, Number.POSITIVE_INFINITY).catch((error: unknown) => {
        if (dropped !== null && error instanceof Error && error.name === 'PollError')
          throw new CancelledError('dropped');
        throw error;
      });
      assert.equal(count, size);
    } else if (what === 'endless') assert.equal(await inOrder(api.endless(words()), size + 1), size + 1);
    else if (what === 'signal') {
      const controller = new AbortController();
      const call = watched(api.untilAborted(controller.signal));
      const [answer] = await Promise.all([call, turn().then(() => controller.abort(new Error(String(size))))]);
      assert.equal(answer, `Error: ${size}`);
    } else if (what === 'pass on')
      assert.equal(await watched(api.passOn((n) => n + 1, size % 5)), ((size % 5) * ((size % 5) + 1)) / 2);
    else for await (const n of api.dying(0)) assert.fail(`${n}`);
  });
}

test('calls_streams_functions_signals_drops_and_deaths_in_any_mixture', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      await using p = pool<Making>(url, { threads: { min: 0, max: 2 } });
      const outcomes = await Promise.all(steps.map((one) => start(p, one)));
      const hasDied = steps.some(({ what }) => what === 'die');
      for (const [i, outcome] of outcomes.entries()) {
        if (outcome === 'cancelled') assert.notEqual(steps[i]?.dropped, null, `step ${i} was not dropped`);
        if (outcome === 'died') assert.ok(hasDied, `step ${i} ended with a thread that was not to die`);
      }
      await until(() => p.stats.running === 0 && p.stats.queued === 0);
      assert.deepEqual(blockOn(p.list(2)), [0, 1], 'the pool goes on');
    }),
    { numRuns: 12 },
  );
});
