import { test } from 'node:test';
import fc from 'fast-check';
import { compare, steps } from './model.js';
import { lapOf, ringAt, segmentsAt } from './shared-memory.js';

/** Positions are compared right when they pass these, as they do after 2^31 and 2^32 operations. */
const EDGES = [2 ** 31, 2 ** 32];

test('ring_positions_wrap', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 70 }),
      fc.constantFrom(...EDGES),
      fc.nat(5),
      steps,
      (size, edge, laps, program) => {
        compare(ringAt(size, edge - laps * lapOf(size)), program);
      },
    ),
    { numRuns: 200 },
  );
});

test('segment_positions_wrap', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.constantFrom(...EDGES),
      fc.nat(5),
      steps,
      (size, edge, laps, program) => {
        compare(segmentsAt(size, edge - laps * 1024), program);
      },
    ),
    { numRuns: 100 },
  );
});
