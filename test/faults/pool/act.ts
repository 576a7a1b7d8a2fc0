import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type PoolHandle, pool } from 'reveille/threads';
import type { Act, Dead, Stage } from '../../stress/act.js';
import type { Here } from '../../stress/here.js';
import type { Part } from '../../stress/part.js';
import { CallBook } from './call-book.js';
import { CALL_WAYS, deadly, deathOf, isAnswered, type Mortal } from './calls.js';

interface PoolPlan {
  readonly threads: number;
  /** How many calls each caller makes. */
  readonly count: number;
  /** Of what the pool's threads die. */
  readonly deaths: readonly number[];
}

/** What a thread needs that calls. */
export interface PoolSetting {
  readonly pool: PoolHandle;
  readonly count: number;
  readonly book: SharedArrayBuffer;
}

const plans: fc.Arbitrary<PoolPlan> = fc.record({
  threads: fc.integer({ min: 1, max: 3 }),
  count: fc.integer({ min: 1, max: 2_000 }),
  deaths: fc.array(fc.nat(10_000), { minLength: 1, maxLength: 4 }),
});

const LIMITS = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

/** A pool of which threads die, and those die that call it. Each call that is made begins once at most, and is answered. */
export const POOL: Act<PoolPlan> = { kind: 'pool', play: 'pool', plans, open };

function open({ threads, count, deaths: drawn }: PoolPlan, parts: readonly Part[]): Stage {
  const book = new CallBook();
  const mortal: Mortal = pool(new URL('./mortal.js', import.meta.url), {
    threads: { min: 0, max: threads },
    resourceLimits: LIMITS,
    grace: 5,
    setUp: 'setUp',
    data: book.buffer,
  });
  const setting: PoolSetting = { pool: mortal.share(), count, book: book.buffer };
  return {
    handles: parts.map(() => setting),
    play: (here) => callAndKill(mortal, drawn, book, here),
    async check() {
      assert.equal(await mortal.echo(book.next(0)), book.last(0), 'the pool goes on');
      await mortal.close({ now: true, grace: 0 });
      const { running, queued } = mortal.stats;
      assert.deepEqual({ running, queued }, { running: 0, queued: 0 });
      const deaths: Dead[] = drawn.filter((_, index) => book.begun(index + 1) > 0).map(deathOf);
      return { done: book.check(), lost: 0, deaths };
    },
  };
}

/** One deadly call after the other, among others. */
async function callAndKill(mortal: Mortal, deaths: readonly number[], book: CallBook, here: Here): Promise<void> {
  book.skip(deaths.length + 1);
  for (const [index, drawn] of deaths.entries()) {
    here.at('calls');
    const dying = deadly(mortal, index + 1, drawn);
    const way = CALL_WAYS[drawn % CALL_WAYS.length] as number;
    const others = Array.from({ length: 3 }, async (_, other) => {
      const call = book.next(0);
      if (await isAnswered(mortal, way, call, drawn + other)) book.answered(call);
      here.done();
    });
    await Promise.all([dying, ...others]);
    here.done();
  }
}
