import fc from 'fast-check';
import { HandleError } from 'reveille';
import { SharedArrayQueue, SharedFrameQueue, SharedSegQueue } from 'reveille/queue';
import type { Act, Stage } from '../act.js';
import { Ledger } from '../ledger.js';
import { isSudden, type Part } from '../part.js';
import { NUMBERS } from '../values.js';
import { consume, rigOf } from './play.js';
import type { QueueHandle, QueueKind } from './rig.js';

/** What is drawn for an act with a queue. */
export interface QueuePlan {
  readonly items: QueueHandle['items'];
  readonly capacity: number;
  readonly bytes: number;
  /** How many items each producer pushes. */
  readonly count: number;
}

export const QUEUES = ['array', 'segment', 'frame'] as const satisfies readonly QueueKind[];

const plans: fc.Arbitrary<QueuePlan> = fc.record({
  items: fc.constantFrom(...NUMBERS),
  capacity: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 4_096 })),
  bytes: fc.integer({ min: 4_096, max: 32_768 }),
  count: fc.integer({ min: 1, max: 3_000 }),
});

/** A queue of one make. Its verbs never wait; the main thread pops, too, and last. */
export function queueAct(make: QueueKind): Act<QueuePlan> {
  return { kind: `${make} queue`, play: 'queue', plans, open: (plan, parts) => open(make, plan, parts) };
}

function open(make: QueueKind, plan: QueuePlan, parts: readonly Part[]): Stage {
  const ledger = new Ledger();
  const mayBreak = make !== 'frame' && parts.some(({ end }) => isSudden(end));
  const { items, count } = plan;
  const common = { make, items, count, threads: parts.length, ledger: ledger.buffer, mayBreak };
  const memory = memoryOf(make, plan);
  const handles = parts.map(({ role }, thread): QueueHandle => {
    const isProducer = thread === 0 || role % 2 === 0;
    if (!isProducer) ledger.over(thread);
    return { ...common, memory, role: isProducer ? 'producer' : 'consumer' };
  });
  const dying = new Set<number>();
  return {
    handles,
    async play(here) {
      const handle: QueueHandle = { ...common, memory, role: 'consumer' };
      // Who would wait here for one who is ended just now would not hear of the end.
      const mayPop = (): boolean => dying.size === 0;
      try {
        await consume(rigOf(handle, ledger, 0), handle, ledger, here, mayPop);
      } catch (error) {
        if (!(error instanceof HandleError && mayBreak)) throw error;
        ledger.breaks();
      }
    },
    ending: (thread) => void dying.add(thread),
    ended(thread) {
      ledger.over(thread);
      ledger.gone(thread);
      dying.delete(thread);
    },
    check: () => ledger.check(),
  };
}

function memoryOf(make: QueueKind, { items, capacity, bytes }: QueuePlan): SharedArrayBuffer {
  if (make === 'array') return new SharedArrayQueue(capacity, { items }).share();
  if (make === 'segment') return new SharedSegQueue({ capacity, items }).share();
  const isAlive = (): boolean => true; // nothing is done by way of this handle
  return new SharedFrameQueue({ bytes, owner: 0, isAlive }).share();
}
