/** crossbeam's suites of queues. */

import { held, played, type Suite, untranslatable } from '../table/row.js';
import * as queues from '../things/queues.js';

const { isArray, isSeg } = queues;
const NO_DROP = 'popped_items_are_no_longer_referenced';

export const QUEUES: readonly Suite[] = [
  {
    name: 'crossbeam-queue array_queue',
    rows: [
      played('smoke', 'an item goes in and comes out', queues.smoke(isArray)),
      played('capacity', 'as many fit as were asked for', queues.capacity),
      held('zero_capacity', 'queue/bad-input.test.ts', 'refuses_what_is_no_capacity'),
      played('len_empty_full', 'length, empty and full follow', queues.lenEmptyFull(isArray)),
      played('len', 'the length never exceeds the capacity', queues.len(isArray)),
      played('spsc', 'all arrives once and in order', queues.spsc(isArray)),
      played('spsc_ring_buffer', 'one puts items in by force', queues.ringBuffer(1)),
      played('mpmc', 'several push what several pop', queues.mpmc(isArray)),
      played('mpmc_ring_buffer', 'several put items in by force', queues.ringBuffer(3)),
      held('drops', 'queue/conformance.ts', NO_DROP),
      played('linearizable', 'who has pushed finds an item', queues.linearizable),
      played('into_iter', 'what is in comes out in order', queues.drained(isArray)),
    ],
  },
  {
    name: 'crossbeam-queue seg_queue',
    rows: [
      played('smoke', 'an item goes in and comes out', queues.smoke(isSeg)),
      played('len_empty_full', 'length and empty follow', queues.lenEmptyFull(isSeg)),
      played('len', 'the length follows', queues.len(isSeg)),
      played('spsc', 'all arrives once and in order', queues.spsc(isSeg)),
      played('mpmc', 'several push what several pop', queues.mpmc(isSeg)),
      held('drops', 'queue/conformance.ts', NO_DROP),
      played('into_iter', 'what is in comes out in order', queues.drained(isSeg)),
      held('into_iter_drop', 'queue/conformance.ts', NO_DROP),
      ...untranslatable('stack_overflow', 'large items are on no stack: values are references'),
    ],
  },
];
