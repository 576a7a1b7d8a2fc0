import fc from 'fast-check';
import {
  add,
  boundedSpin,
  compareExchange,
  fail,
  jump,
  load,
  loadBoth,
  naps,
  notify,
  spin,
  store,
  storeBoth,
  timedWait,
  tries,
  wait,
} from '../litmus.js';
import type { PlayOptions } from './play.js';
import { awaitIt, enlist, type ToyOperation, type ToyProgram } from './toy-machine.js';

const value = fc.integer({ min: 1, max: 2 });
const old = fc.integer({ min: 0, max: 2 });
const most = fc.integer({ min: 1, max: 5 });
const bit = fc.integer({ min: 0, max: 1 });

/** An operation on one of `words` words, with what belongs to it. */
function operations(words: number): fc.Arbitrary<ToyOperation[]> {
  const word = fc.integer({ min: 0, max: words - 1 });
  const pair = word.map((at) => at & ~1);
  return fc.oneof(
    word.map((at) => [load(at)]),
    fc.tuple(word, value).map(([at, to]) => [store(at, to)]),
    word.map((at) => [add(at, 1)]),
    fc.tuple(word, old, value).map(([at, from, to]) => [compareExchange(at, from, to)]),
    fc.tuple(word, bit).map(([at, seen]) => [wait(at, seen)]),
    fc.tuple(word, bit).map(([at, seen]) => [timedWait(at, seen)]),
    fc.tuple(word, value).map(([at, count]) => [notify(at, count)]),
    word.map((at) => [notify(at)]),
    pair.map((at) => [loadBoth(at)]),
    fc.tuple(pair, value).map(([at, to]) => [storeBoth(at, to)]),
    fc.tuple(word, bit, value).map(([at, seen, by]) => [load(at), jump(seen, by)]),
  );
}

/** What makes equivalent runs differ in length, or end early; and steps that nobody can foresee. */
function unusual(words: number): fc.Arbitrary<ToyOperation[]> {
  const word = fc.integer({ min: 0, max: words - 1 });
  return fc.oneof(
    fc.tuple(word, bit, word).map(([at, seen, other]) => [enlist(at, seen), notify(other), awaitIt]),
    fc.tuple(value, fc.uniqueArray(word, { minLength: 1, maxLength: 2 })).map(([until, on]) => [spin(until, ...on)]),
    fc.tuple(value, word).map(([until, on]) => [boundedSpin(until, on)]),
    fc.tuple(word, bit).map(([at, seen]) => [load(at), fail(seen)]),
  );
}

/** What tells how often a thread may look, or wait, in vain. */
function counting(words: number): fc.Arbitrary<ToyOperation[]> {
  const word = fc.integer({ min: 0, max: words - 1 });
  return fc.oneof(
    fc.tuple(word, value, most).map(([at, until, most]) => [tries(at, until, most)]),
    fc.tuple(word, bit, most).map(([at, seen, most]) => [naps(at, seen, most)]),
  );
}

export interface ProgramSize {
  /** How many operations all threads have together, at most. */
  readonly operations: number;
  /** Whether threads spin and fail, too. */
  readonly unusual: boolean;
  /** Whether they count their looks; such programs have very many schedules. */
  readonly counting?: boolean;
}

/** Programs of two to four threads with one to four operations each, on one to three words. */
export function programs(size: ProgramSize): fc.Arbitrary<ToyProgram> {
  const ofWords = (words: number): fc.Arbitrary<ToyProgram> => {
    const any = fc.oneof(
      { arbitrary: operations(words), weight: 6 },
      { arbitrary: unusual(words), weight: size.unusual ? 1 : 0 },
      { arbitrary: counting(words), weight: size.counting ? 1 : 0 },
    );
    const thread = fc.array(any, { minLength: 1, maxLength: 4 }).map((list) => list.flat());
    return fc.array(thread, { minLength: 2, maxLength: 4 });
  };
  return fc
    .integer({ min: 1, max: 3 })
    .chain(ofWords)
    .filter((program) => program.flat().length <= size.operations);
}

/** The ways in which a machine may differ. */
export const machines: fc.Arbitrary<PlayOptions> = fc.record({
  afterWrites: fc.oneof(fc.constant(false), fc.constant(false), fc.constant(true)),
  looks: fc.integer({ min: 1, max: 2 }),
  patience: fc.constant(Number.POSITIVE_INFINITY),
  wakesNewcomers: fc.oneof(fc.constant(false), fc.constant(false), fc.constant(true)),
});
