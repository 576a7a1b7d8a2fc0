import type { Ask } from '../contenders/answers.js';
import type { Contender, Scenario } from '../scenario.js';

const calls = () => import('../contenders/calls.js');

/** The means of calling, and their modules. */
const MEANS: readonly (readonly [name: string, load: () => Promise<{ open: () => Ask }>])[] = [
  ['offload', () => import('../contenders/calls-offload.js')],
  ['synckit-face', () => import('../contenders/calls-synckit-face.js')],
  ['synckit', () => import('../contenders/calls-synckit.js')],
  ['make-synchronous', () => import('../contenders/calls-make-synchronous.js')],
];

const numbers = (means: typeof MEANS): Contender[] =>
  means.map(([name, load]) => ({
    name,
    prepare: async () => {
      const [{ numbers }, { open }] = await Promise.all([calls(), load()]);
      return numbers(open());
    },
  }));

const bytes = (question: (size: number) => Uint8Array | bigint): Contender[] =>
  MEANS.map(([name, load]) => ({
    name,
    prepare: async ({ size }) => {
      const [{ bytes }, { open }] = await Promise.all([calls(), load()]);
      return bytes(open(), question(size), size);
    },
  }));

const PARKED: typeof MEANS = [
  ['offload', () => import('../contenders/calls-offload-parked.js')],
  ['parked', () => import('../contenders/calls-parked.js')],
];
const common = { unit: 'call', classes: 1 } as const;

/** Calls of an asynchronous function on another thread, which block this one: trivial ones, and with bytes. */
export const BLOCKING_CALLS: readonly Scenario[] = [
  { ...common, family: 'blocking_call', size: 1, contenders: numbers(MEANS) },
  { ...common, family: 'blocking_call_without_spinning', size: 1, contenders: numbers(PARKED) },
  { ...common, family: 'blocking_call_echo', size: 1024, contenders: bytes((size) => new Uint8Array(size).fill(7)) },
  // From 128 KB on they come in a parcel, below through shared memory.
  ...[2 ** 16, 2 ** 17, 2 ** 20].map((size) => ({
    ...common,
    family: 'blocking_call_answer',
    size,
    contenders: bytes(BigInt),
  })),
];

const fresh = (size: number): Contender[] =>
  MEANS.map(([name]) => ({
    name,
    prepare: async () => {
      const { firstUse } = await import('../contenders/first-use.js');
      return size === 1 ? firstUse(`calls-${name}`) : firstUse(`calls-${name}`, size);
    },
  }));

/** In a new process: import, start, and a first call that blocks; or so many, before V8 has compiled what they run. */
export const FIRST_CALL: readonly Scenario[] = [
  { ...common, family: 'first_call', size: 1, contenders: fresh(1) },
  ...[100, 1000, 5000].map((size) => ({
    ...common,
    family: 'first_calls',
    unit: 'process',
    size,
    contenders: fresh(size),
  })),
];
