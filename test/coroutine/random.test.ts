import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blockOn, co, Executor, type Future, lazy, PENDING, ready, type Suspend, yieldNow } from 'reveille';
import { assertBalanced } from '../support/balanced.js';
import { countingContext } from '../support/hand-polled.js';

/** A small program: what a body of code may do. */
type Code =
  | { readonly kind: 'log'; readonly mark: number }
  | { readonly kind: 'ready' | 'suspend'; readonly mark: number }
  | { readonly kind: 'fail' | 'failLater' | 'throw' | 'return'; readonly mark: number }
  | { readonly kind: 'call' | 'delegate'; readonly body: Code[] }
  | { readonly kind: 'try'; readonly body: Code[]; readonly handler: Code[] | null; readonly cleanUp: Code[] };

const mark = fc.nat({ max: 99 });
const { program } = fc.letrec<{ code: Code; program: Code[] }>((tie) => ({
  program: fc.array(tie('code'), { maxLength: 4 }),
  code: fc.oneof(
    { depthSize: 'small' },
    fc.record({
      kind: fc.constantFrom('log', 'ready', 'suspend', 'suspend', 'fail', 'failLater', 'throw', 'return'),
      mark,
    }),
    fc.record({ kind: fc.constantFrom('call', 'delegate'), body: tie('program') }),
    fc.record({
      kind: fc.constant('try'),
      body: tie('program'),
      handler: fc.option(tie('program')),
      cleanUp: tie('program'),
    }),
  ) as fc.Arbitrary<Code>,
}));

/** As the language itself does it: awaiting is a plain `yield`, and a call a native `yield*`. */
function* natively(code: readonly Code[], log: string[]): Generator<void, number | undefined, void> {
  for (const part of code) {
    switch (part.kind) {
      case 'log':
        log.push(`log ${part.mark}`);
        break;
      case 'ready':
        log.push(`got ${part.mark}`);
        break;
      case 'suspend':
        yield;
        log.push(`got ${part.mark}`);
        break;
      case 'failLater':
        yield;
        throw part.mark;
      case 'fail':
      case 'throw':
        throw part.mark;
      case 'return':
        return part.mark;
      case 'call':
      case 'delegate':
        log.push(`called ${yield* natively(part.body, log)}`);
        break;
      case 'try': {
        let returned: number | undefined;
        try {
          returned = yield* natively(part.body, log);
        } catch (error) {
          if (part.handler === null) throw error;
          log.push(`caught ${error}`);
          returned = yield* natively(part.handler, log);
        } finally {
          log.push('finally');
          const value = yield* natively(part.cleanUp, log);
          if (value !== undefined) returned = value;
        }
        if (returned !== undefined) return returned;
        break;
      }
    }
  }
  return undefined;
}

const failing = (mark: number): Future<never> =>
  lazy(() => {
    throw mark;
  });

/** The same with coroutines and futures. */
function* withFutures(code: readonly Code[], log: string[]): Generator<Suspend, number | undefined, unknown> {
  for (const part of code) {
    switch (part.kind) {
      case 'log':
        log.push(`log ${part.mark}`);
        break;
      case 'ready':
        log.push(`got ${yield* ready(part.mark)}`);
        break;
      case 'suspend':
        yield* yieldNow();
        log.push(`got ${part.mark}`);
        break;
      case 'fail':
        yield* failing(part.mark);
        break;
      case 'failLater':
        yield* co(function* () {
          yield* yieldNow();
          throw part.mark;
        });
        break;
      case 'throw':
        throw part.mark;
      case 'return':
        return part.mark;
      case 'call':
        log.push(`called ${yield* co(() => withFutures(part.body, log))}`);
        break;
      case 'delegate':
        log.push(`called ${yield* withFutures(part.body, log)}`);
        break;
      case 'try': {
        let returned: number | undefined;
        try {
          returned = yield* co(() => withFutures(part.body, log));
        } catch (error) {
          if (part.handler === null) throw error;
          log.push(`caught ${error}`);
          returned = yield* withFutures(part.handler, log);
        } finally {
          log.push('finally');
          const value = yield* co(() => withFutures(part.cleanUp, log));
          if (value !== undefined) returned = value;
        }
        if (returned !== undefined) return returned;
        break;
      }
    }
  }
  return undefined;
}

/** Runs to the end, and writes down how that was. */
function outcome(log: string[], run: () => number | undefined): string[] {
  try {
    log.push(`answered ${run()}`);
  } catch (error) {
    if (typeof error !== 'number') throw error;
    log.push(`failed ${error}`);
  }
  return log;
}

function reference(code: readonly Code[]): string[] {
  const log: string[] = [];
  return outcome(log, () => {
    const running = natively(code, log);
    for (;;) {
      const step = running.next();
      if (step.done) return step.value;
    }
  });
}

test('a_coroutine_does_what_the_language_does', () => {
  fc.assert(
    fc.property(program, fc.integer({ min: 1, max: 4 }), (code, budget) => {
      const expected = reference(code);
      const [blocked, run]: [string[], string[]] = [[], []];
      outcome(blocked, () => blockOn(co(() => withFutures(code, blocked))));
      outcome(run, () => new Executor({ budget }).runUntil(co(() => withFutures(code, run))));
      assert.deepEqual(blocked, expected);
      assert.deepEqual(run, expected);
    }),
    { numRuns: 2000 },
  );
});

/**
 * The code without what fails, and without a `finally` that awaits. There the library goes its own way: the language
 * hands an error to the `catch` of a frame that is being left, and, after a `yield` in a `finally`, goes on with a caller
 * that `return` was to leave. It does so even in a coroutine where that is a plain generator, which is called instead.
 */
function harmless(code: readonly Code[], without: readonly string[] = ['fail', 'failLater', 'throw']): Code[] {
  return code.flatMap((part): Code[] => {
    if (!('body' in part)) return without.includes(part.kind) ? [] : [part];
    const body = harmless(part.body, without);
    if (part.kind !== 'try') return [{ kind: 'call', body }];
    return [{ ...part, body, handler: null, cleanUp: harmless(part.cleanUp, [...without, 'suspend']) }];
  });
}

/** Left after so many steps. */
function leftAfter(code: readonly Code[], steps: number): string[] {
  const log: string[] = [];
  const running = natively(code, log);
  for (let i = 0; i < steps; i += 1) if (running.next().done) return log;
  log.push('left');
  assert.equal(running.return(undefined).done, true);
  return log;
}

function droppedAfter(code: readonly Code[], polls: number): string[] {
  const log: string[] = [];
  const cleanUps: Future<unknown>[] = [];
  const { cx, counts } = countingContext({ adopt: (cleanUp) => void cleanUps.push(cleanUp) });
  const future = co(() => withFutures(code, log));
  for (let i = 0; i < polls; i += 1) if (future.poll(cx) !== PENDING) return log;
  log.push('left');
  future[Symbol.dispose]();
  assert.deepEqual(cleanUps, []);
  assertBalanced(counts);
  return log;
}

test('a_dropped_coroutine_is_left_as_the_language_leaves_a_generator', () => {
  fc.assert(
    fc.property(program.map(harmless), fc.integer({ min: 1, max: 6 }), (code, steps) => {
      assert.deepEqual(droppedAfter(code, steps), leftAfter(code, steps));
    }),
    { numRuns: 2000 },
  );
});
