import fc from 'fast-check';

/** How a thread sends or receives: without waiting, blocking, blocking with a limit, in batches, as a task. */
export const WAYS = ['try', 'block', 'limit', 'batch', 'await', 'select'] as const;
export type Way = (typeof WAYS)[number];

/** How a thread ends: as it should, by dropping its end early, or of something that it can't help. */
export const ENDS = ['done', 'drop', 'throw', 'exit', 'terminate'] as const;
export type End = (typeof ENDS)[number];

/** What one thread does. */
export interface Part {
  readonly ways: readonly Way[];
  /** After so many items, if that comes before all are sent, or all have ended. */
  readonly end: End;
  readonly after: number;
}

/** What is done in one round, to one channel. */
export interface Plan {
  readonly flavour: 'array' | 'list' | 'zero';
  readonly capacity: number;
  readonly items: 'i32' | 'f64';
  /** How many items each producer sends. */
  readonly count: number;
  readonly producers: readonly Part[];
  /** Beside the main thread, which receives on its event loop to the end. */
  readonly consumers: readonly Part[];
  /** After so many items the main thread closes the channel. */
  readonly close: number;
}

const part: fc.Arbitrary<Part> = fc.record({
  ways: fc.array(fc.constantFrom(...WAYS), { minLength: 1, maxLength: 4 }),
  end: fc.oneof({ weight: 3, arbitrary: fc.constant<End>('done') }, { weight: 2, arbitrary: fc.constantFrom(...ENDS) }),
  after: fc.nat(2_000),
});

const plan: fc.Arbitrary<Plan> = fc.record({
  flavour: fc.constantFrom('array', 'list', 'zero'),
  capacity: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 1024 })),
  items: fc.constantFrom('i32', 'f64'),
  count: fc.integer({ min: 1, max: 3_000 }),
  producers: fc.array(part, { minLength: 1, maxLength: 3 }),
  consumers: fc.array(part, { maxLength: 2 }),
  close: fc.oneof({ weight: 3, arbitrary: fc.constant(Number.MAX_SAFE_INTEGER) }, fc.nat(3_000)),
});

/** The plan of a seed; the same on every machine. */
export function planOf(seed: number): Plan {
  const [drawn] = fc.sample(plan, { seed, numRuns: 1 });
  return drawn as Plan;
}
