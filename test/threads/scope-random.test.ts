import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CancelledError, type Future, type Suspend, sleep, spawn } from 'reveille';
import { TestExecutor } from 'reveille/testing';
import { type Scope, ScopeError, type ScopeHandle, scope } from 'reveille/threads';

/** What is done in a scope: it works, spawns others, cleans up, and may fail at either. */
interface Plan {
  readonly kind: 'coroutine' | 'promise' | 'scope';
  readonly ms: number;
  readonly tidyMs: number;
  readonly end: 'answer' | 'fail' | 'failTidy' | 'cancel' | 'abort' | 'join';
  readonly children: readonly Plan[];
}

const ms = fc.nat({ max: 6 });
const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
  plan: fc.record({
    kind: fc.constantFrom('coroutine', 'promise', 'scope'),
    ms,
    tidyMs: ms,
    end: fc.constantFrom('answer', 'answer', 'answer', 'join', 'fail', 'failTidy', 'cancel', 'abort'),
    children: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('plan'), { maxLength: 3 })),
  }) as fc.Arbitrary<Plan>,
}));

/** What happened: how many are at work, and what failed. */
class Ledger {
  underWay = 0;
  cancelled = false;
  readonly errors: unknown[] = [];

  fail(message: string): never {
    const error = new Error(`${message} ${this.errors.length}`);
    this.errors.push(error);
    throw error;
  }
}

function* working(plan: Plan, s: Scope, ledger: Ledger): Generator<Suspend, void, unknown> {
  ledger.underWay += 1;
  let fails = false;
  try {
    const handles = plan.children.map((child) => start(child, s, ledger));
    yield* sleep(plan.ms);
    if (plan.end === 'join') for (const handle of handles) yield* handle;
    if (plan.end === 'abort') handles[0]?.abort();
    if (plan.end === 'cancel') cancel(s, ledger);
    fails = plan.end === 'fail';
  } finally {
    try {
      yield* sleep(plan.tidyMs);
      if (plan.end === 'failTidy') ledger.fail('tidying');
    } finally {
      ledger.underWay -= 1; // also when it is cancelled in its clean-up
    }
  }
  if (fails) ledger.fail('work');
}

async function promised(plan: Plan, signal: AbortSignal, s: Scope, ledger: Ledger): Promise<void> {
  ledger.underWay += 1;
  try {
    for (const child of plan.children) start(child, s, ledger);
    for (let left = plan.ms; left > 0 && !signal.aborted; left -= 1) await sleep(1);
    if (plan.end === 'cancel') cancel(s, ledger);
    signal.throwIfAborted();
  } finally {
    await sleep(plan.tidyMs);
    ledger.underWay -= 1;
  }
  if (plan.end === 'fail' || plan.end === 'failTidy') ledger.fail('promise');
}

function cancel(s: Scope, ledger: Ledger): void {
  ledger.cancelled = true;
  s.cancel();
}

function start(plan: Plan, s: Scope, ledger: Ledger): ScopeHandle<void> {
  if (plan.kind === 'promise') return s.spawn((signal) => promised(plan, signal, s, ledger));
  if (plan.kind === 'scope') return s.scope((inner) => working(plan, inner, ledger));
  return s.spawn(() => working(plan, s, ledger));
}

const flat = (error: unknown): unknown[] => (error instanceof ScopeError ? error.errors.flatMap(flat) : [error]);

const whole = (plan: Plan, ledger: Ledger): Future<void> => scope((s) => working(plan, s, ledger));

test('nothing_outlives_its_scope_and_no_failure_is_lost', async () => {
  await fc.assert(
    fc.asyncProperty(plan, fc.nat(), async (plan, seed) => {
      const ledger = new Ledger();
      const executor = new TestExecutor({ seed });
      const failure = await executor.runUntilAsync(whole(plan, ledger)).then(
        () => [],
        (error: unknown) => flat(error),
      );
      assert.equal(ledger.underWay, 0, 'something is still under way');
      const made = failure.filter((error) => !(error instanceof CancelledError));
      assert.deepEqual(new Set(made), new Set(ledger.errors));
      assert.equal(made.length, ledger.errors.length);
      if (made.length < failure.length) assert.ok(ledger.cancelled || hasAbort(plan));
    }),
    { numRuns: 400 },
  );
});

test('an_aborted_task_ends_when_nothing_of_its_scope_is_left', async () => {
  await fc.assert(
    fc.asyncProperty(plan, fc.nat(), ms, async (plan, seed, dropAt) => {
      const ledger = new Ledger();
      const executor = new TestExecutor({ seed });
      await executor.runUntilAsync(async () => {
        const task = spawn(whole(plan, ledger));
        const over = task.then(
          () => {},
          () => {},
        );
        await sleep(dropAt);
        task.abort();
        await over;
        assert.equal(ledger.underWay, 0, 'something is still under way');
      });
    }),
    { numRuns: 400 },
  );
});

/** Joining a child that was aborted is a failure, too. */
const hasAbort = (plan: Plan): boolean => plan.end === 'abort' || plan.children.some(hasAbort);
