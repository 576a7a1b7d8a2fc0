import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Deferred } from '../../../src/testing/strategy/deferred.js';

interface Entry {
  readonly threads: readonly number[];
  readonly marks: readonly number[];
  readonly alternatives: readonly number[];
}

/** The same steps have the same marks. */
function marksOf(threads: readonly number[]): number[] {
  let mark = 7;
  return threads.map((thread) => (mark = (mark * 31 + thread) & 255));
}

const step = fc.record({ thread: fc.nat(3), alternatives: fc.nat(15) });
const steps = fc.array(step, { minLength: 1, maxLength: 200 });

/** Entries that begin alike, up to where each has its first alternatives; and whether one is taken out after it. */
const entries = fc
  .tuple(steps, fc.array(fc.tuple(fc.nat(200), steps, fc.boolean()), { maxLength: 30 }))
  .map(([first, others]) =>
    others.map(([shared, own, takes]) => {
      const beginning = first.slice(0, shared).map(({ thread }) => ({ thread, alternatives: 0 }));
      const threads = [...beginning, ...own].map(({ thread }) => thread);
      const alternatives = [...beginning, ...own].map((step) => step.alternatives);
      return { entry: { threads, marks: marksOf(threads), alternatives }, from: beginning.length, takes };
    }),
  );

function push(deferred: Deferred, { threads, marks, alternatives }: Entry, from: number): void {
  const bytes = (list: readonly number[]): Uint8Array => Uint8Array.from(list);
  const steps = { threads: bytes(threads), marks: bytes(marks), alternatives: bytes(alternatives) };
  deferred.push(steps, from, threads.length);
}

function shift(deferred: Deferred): Entry {
  const empty = () => new Uint8Array(4_000);
  const steps = { threads: empty(), marks: empty(), alternatives: empty() };
  const length = deferred.shift(steps);
  const { threads, marks, alternatives } = steps;
  const list = (bytes: Uint8Array): number[] => [...bytes.subarray(0, length)];
  return { threads: list(threads), marks: list(marks), alternatives: list(alternatives) };
}

test('what_goes_in_comes_out_in_the_same_order', () => {
  fc.assert(
    fc.property(entries, (entries) => {
      const deferred = new Deferred();
      const inside: Entry[] = [];
      for (const { entry, from, takes } of entries) {
        push(deferred, entry, from);
        inside.push(entry);
        if (takes) assert.deepEqual(shift(deferred), inside.shift());
        assert.equal(deferred.isEmpty, inside.length === 0);
      }
      for (const expected of inside) assert.deepEqual(shift(deferred), expected);
      assert.ok(deferred.isEmpty);
    }),
  );
});

test('entries_that_go_over_the_end_of_a_block_are_whole', () => {
  const deferred = new Deferred();
  const entries = Array.from({ length: 1_000 }, (_, i) => {
    const threads = Array.from({ length: 300 + (i % 7) }, (_, step) => (step < 100 ? 0 : (step + i) % 4));
    return {
      threads,
      marks: marksOf(threads),
      alternatives: threads.map((thread, step) => (step < 100 ? 0 : thread + 1)),
    };
  });
  for (const entry of entries) push(deferred, entry, 100);
  for (const expected of entries) assert.deepEqual(shift(deferred), expected);
});
