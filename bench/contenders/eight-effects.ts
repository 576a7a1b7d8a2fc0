import { Effect } from 'effect';

// Eight effects that do the same, of eight generator functions.

const effectA = (yields: number) =>
  Effect.gen(function* () {
    for (let i = 0; i < yields; i += 1) yield* Effect.yieldNow;
    return 1;
  });

const effectB = (yields: number) =>
  Effect.gen(function* () {
    for (let i = 0; i < yields; i += 1) yield* Effect.yieldNow;
    return 1;
  });

const effectC = (yields: number) =>
  Effect.gen(function* () {
    for (let i = 0; i < yields; i += 1) yield* Effect.yieldNow;
    return 1;
  });

const effectD = (yields: number) =>
  Effect.gen(function* () {
    for (let i = 0; i < yields; i += 1) yield* Effect.yieldNow;
    return 1;
  });

const effectE = (yields: number) =>
  Effect.gen(function* () {
    for (let i = 0; i < yields; i += 1) yield* Effect.yieldNow;
    return 1;
  });

const effectF = (yields: number) =>
  Effect.gen(function* () {
    for (let i = 0; i < yields; i += 1) yield* Effect.yieldNow;
    return 1;
  });

const effectG = (yields: number) =>
  Effect.gen(function* () {
    for (let i = 0; i < yields; i += 1) yield* Effect.yieldNow;
    return 1;
  });

const effectH = (yields: number) =>
  Effect.gen(function* () {
    for (let i = 0; i < yields; i += 1) yield* Effect.yieldNow;
    return 1;
  });

/** One effect of each kind, that yields that often. */
export function eightKindsOfEffect(yields: number): readonly Effect.Effect<number>[] {
  return [effectA, effectB, effectC, effectD, effectE, effectF, effectG, effectH].map((make) => make(yields));
}
