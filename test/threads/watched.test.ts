import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockOn, co, type Future, select, timeout } from 'reveille';
import { pool } from 'reveille/threads';
import { Folder } from './folder.js';

const folder = new Folder();

/** Looks for a call in the table that is watched, and runs: for so many milliseconds at most. */
const CODE = `
  const [FIRST, SLOT, WATCHED, RUNNING] = [16, 64, 1 << 16, 2];
  export const isWatched = (words, block, ms) => {
    for (const end = performance.now() + ms; ; ) {
      for (let slot = 0; slot < 32; slot += 1) {
        const state = Atomics.load(words, block + FIRST + slot * SLOT);
        if ((state & 7) === RUNNING && (state & WATCHED) !== 0) return true;
      }
      if (performance.now() > end) return false;
    }
  };`;

type Watching = { isWatched(words: Int32Array, block: number, ms: number): boolean };

/** Where the first block of calls stands in a table for so many seats. */
const blockOf = (words: Int32Array): number => (48 + 16 + 16 * (words[2] as number) + 15) & ~15;

test('a_thread_that_blocks_on_one_call_watches_it_and_one_that_does_not_look_or_waits_for_others_too_does_not', () => {
  using p = pool<Watching>(folder.module('watching.mjs', CODE), { threads: 1 });
  blockOn(p.warmUp());
  const words = new Int32Array(p.share().table);
  const block = blockOf(words);
  const ask = () => p.isWatched(words, block, 2);
  const alone: (() => Future<boolean>)[] = [
    ask,
    () =>
      co(function* () {
        return yield* ask();
      }),
    () => timeout(ask(), 60_000),
    () => p.with({ timeout: 60_000 }).isWatched(words, block, 2),
  ];
  for (const make of alone) {
    const end = performance.now() + 60_000; // a thread may be kept from running for as long as the other one looks
    while (!blockOn(make(), { spin: 1_000_000 })) assert.ok(performance.now() < end, `${make()} was not watched`);
  }
  for (let n = 0; n < 20; n += 1) assert.equal(blockOn(ask(), { spin: 0 }), false);
  for (let n = 0; n < 20; n += 1) {
    const { value } = blockOn(select({ call: ask(), other: p.isWatched(words, block, 2) }), { spin: 1_000_000 });
    assert.equal(value, false);
  }
});
