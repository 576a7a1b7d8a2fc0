import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  all,
  any,
  blockOn,
  type Context,
  co,
  Future,
  PENDING,
  type Poll,
  pollFn,
  race,
  type Services,
  sleep,
  Waker,
  WakerError,
  type WakerHandle,
  yieldNow,
} from 'reveille';
import { shared } from 'reveille/channel';
import { VirtualTimers } from 'reveille/testing';
import { assertBalanced } from '../support/balanced.js';
import { contextOf, countingContext } from '../support/hand-polled.js';
import { Probe, taken } from '../support/probe.js';

/** So many branches that only the woken ones are polled; more than a word and more than a summary word of indexes. */
const MANY = 1100;
const unlimited = { budget: Number.POSITIVE_INFINITY };

function manyProbes(count = MANY): { log: string[]; list: Probe[]; at: (index: number) => Probe } {
  const log: string[] = [];
  const list = Array.from({ length: count }, (_, index) => new Probe(`${index}`, log));
  return { log, list, at: (index) => list[index] as Probe };
}

test('only_woken_branches_are_polled', () => {
  const { log, list, at } = manyProbes();
  const { cx, counts } = countingContext(unlimited);
  const future = all(list);
  assert.equal(future.poll(cx), PENDING);
  assert.equal(taken(log).length, MANY);
  at(1099).wake();
  at(3).wake();
  at(3).wake();
  at(700).wake();
  assert.equal(counts.wakes, 1); // the task is woken once
  future.poll(cx);
  assert.deepEqual(taken(log), ['poll 3', 'poll 700', 'poll 1099']);
  future.poll(cx);
  assert.deepEqual(taken(log), []);
  assert.equal(counts.live, 2); // one clone for all branches
  future[Symbol.dispose]();
  assertBalanced(counts);
});

test('values_in_the_order_of_the_futures', () => {
  const { list } = manyProbes(100);
  const { cx, counts } = countingContext();
  const future = all(list);
  future.poll(cx);
  for (const probe of [...list].reverse()) probe.answer(`value ${probe.label}`);
  assert.deepEqual(
    future.poll(cx),
    list.map((probe) => `value ${probe.label}`),
  );
  assertBalanced(counts);
});

test('any_wakes_lead_to_polls_of_exactly_those_branches_in_order', () => {
  const round = fc.record({
    woken: fc.array(fc.nat(MANY - 1), { maxLength: 40 }),
    answered: fc.array(fc.nat(MANY - 1), { maxLength: 40 }),
  });
  fc.assert(
    fc.property(fc.array(round, { maxLength: 20 }), (rounds) => {
      const { log, list, at } = manyProbes();
      const { cx } = countingContext(unlimited);
      const future = all(list);
      future.poll(cx);
      taken(log);
      const done = new Set<number>();
      for (const { woken, answered } of rounds) {
        for (const index of woken) at(index).wake();
        for (const index of answered) if (!done.has(index)) at(index).answer('value');
        const expected = [...new Set([...woken, ...answered])]
          .filter((index) => !done.has(index))
          .sort((a, b) => a - b);
        assert.equal(future.poll(cx), PENDING);
        assert.deepEqual(
          taken(log),
          expected.map((index) => `poll ${index}`),
        );
        for (const index of answered) done.add(index);
      }
    }),
    { numRuns: 30 },
  );
});

test('wake_during_the_poll_of_the_whole_is_not_lost', () => {
  const { log, list, at } = manyProbes(100);
  const { cx, counts } = countingContext();
  const meddler = pollFn((cx) => {
    cx.waker.wakeByRef(); // itself: in the next poll
    at(10).wake(); //        before it in order: in the next poll
    at(90).wake(); //        after it in order: still in this one
    return PENDING;
  });
  const future = all([...list.slice(0, 50), meddler, ...list.slice(50)]);
  future.poll(cx);
  assert.equal(counts.wakes, 1);
  taken(log);
  future.poll(cx);
  assert.deepEqual(taken(log), ['poll 10', 'poll 90']);
  assert.equal(counts.wakes, 2);
});

test('branch_that_wakes_itself_and_answers', () => {
  const { list, at } = manyProbes(20);
  const { cx, counts } = countingContext();
  const eager = pollFn((cx) => {
    cx.waker.wakeByRef();
    return 'at once';
  });
  const future = all([eager, ...list]);
  assert.equal(future.poll(cx), PENDING);
  assert.equal(counts.wakes, 0);
  at(0).wake();
  assert.equal(future.poll(cx), PENDING);
});

test('late_wakes_do_nothing', () => {
  const { log, list, at } = manyProbes(20);
  const { cx, counts } = countingContext();
  const future = all(list);
  future.poll(cx);
  using early = at(3).waker?.clone();
  using late = at(4).waker?.clone();
  at(3).answer('3');
  future.poll(cx);
  taken(log);
  const { wakes } = counts;
  early?.wakeByRef(); // of a branch that is done
  future.poll(cx);
  assert.deepEqual(taken(log), []);
  future[Symbol.dispose]();
  late?.wakeByRef(); // of a whole that is gone
  assert.equal(counts.wakes, wakes);
  assertBalanced(counts);
});

test('budget_is_shared_out_in_turns', () => {
  const polls = new Array<number>(10).fill(0);
  const restless = polls.map((_, index) =>
    pollFn((cx) => {
      polls[index] = (polls[index] as number) + 1;
      cx.waker.wakeByRef();
      return PENDING;
    }),
  );
  const { cx, counts } = countingContext({ budget: 4 });
  const future = all(restless);
  future.poll(cx);
  assert.deepEqual(polls, [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  assert.equal(counts.wakes, 1); // by itself: there is more to do
  future.poll(cx);
  future.poll(cx);
  assert.deepEqual(polls, new Array(10).fill(1));
  for (let poll = 0; poll < 9; poll += 1) future.poll(cx);
  assert.deepEqual(polls, new Array(10).fill(4));
});

test('waker_of_the_latest_poll_is_woken', () => {
  const { list, at } = manyProbes(20);
  const [first, second] = [countingContext(), countingContext()];
  const future = all(list);
  future.poll(first.cx);
  future.poll(first.cx);
  assert.equal(first.counts.clones, 1);
  future.poll(second.cx);
  assertBalanced(first.counts);
  at(5).wake();
  assert.deepEqual([first.counts.wakes, second.counts.wakes], [0, 1]);
});

test('branches_are_offered_the_services_of_the_latest_poll', () => {
  const seen: Services[] = [];
  const { list, at } = manyProbes(20);
  class Asking extends Probe {
    override poll(cx: Context): Poll<string> {
      seen.push(cx.services);
      return super.poll(cx);
    }
  }
  const asking = new Asking('asking');
  const future = all([asking, ...list]);
  const [first, second] = [countingContext({ budget: 100 }).cx, countingContext({ budget: 200 }).cx];
  future.poll(first);
  future.poll(second);
  at(3).wake();
  asking.wake();
  future.poll(second);
  assert.deepEqual(seen, [first.services, second.services]);
});

test('error_drops_the_rest_in_order', () => {
  const { log, list, at } = manyProbes(20);
  const { cx, counts } = countingContext();
  const future = all(list);
  future.poll(cx);
  at(7).fail(new Error('no'));
  taken(log);
  assert.throws(() => future.poll(cx), { message: 'no' });
  const others = list.filter((probe) => probe !== at(7)).map((probe) => `drop ${probe.label}`);
  assert.deepEqual(taken(log), ['poll 7', ...others]);
  assertBalanced(counts);
});

test('first_in_order_wins_a_race_of_many', () => {
  for (const make of [race, any]) {
    const { log, list, at } = manyProbes(100);
    const { cx, counts } = countingContext();
    const future = make(list);
    future.poll(cx);
    taken(log);
    at(60).answer('60'); // woken before 40, yet 40 stands before it
    at(40).answer('40');
    assert.equal(future.poll(cx), '40');
    assert.deepEqual(taken(log).slice(0, 2), ['poll 40', 'drop 0']);
    assertBalanced(counts);
  }
});

test('coroutines_with_awaiting_finally_are_cleaned_up_through_the_services', () => {
  const adopted: Future<unknown>[] = [];
  const { cx } = countingContext({ adopt: (cleanup) => adopted.push(cleanup) });
  const log: string[] = [];
  const body = co.wrap(function* (name: string) {
    try {
      yield* new Probe(name);
    } finally {
      yield* yieldNow();
      log.push(`${name} cleaned up`);
    }
  });
  const future = all(Array.from({ length: 12 }, (_, index) => body(`${index}`)));
  future.poll(cx);
  future[Symbol.dispose]();
  assert.equal(adopted.length, 12);
  assert.deepEqual(log, []);
  for (const cleanup of adopted) while (cleanup.poll(cx) === PENDING);
  assert.equal(log.length, 12);
});

/** A waker that can be shared; the handle names nothing but tells who made it. */
class Shareable extends Waker {
  shared = 0;
  override wakeByRef(): void {}
  override clone(): Waker {
    return this;
  }
  override willWake(other: Waker): boolean {
    return other === this;
  }
  override share(): WakerHandle {
    this.shared += 1;
    return { buffer: new SharedArrayBuffer(0), slot: this.shared, generation: 0 };
  }
  override [Symbol.dispose](): void {}
}

test('branch_shared_with_another_thread_is_polled_whenever_the_whole_is', () => {
  const { log, list, at } = manyProbes(20);
  const waker = new Shareable();
  class Remote extends Future<string> {
    done = false;
    #kept: Waker | undefined;
    poll(cx: Context): Poll<string> {
      log.push('poll remote');
      if (this.done) return 'remote';
      if (!this.#kept?.willWake(cx.waker)) {
        this.#kept = cx.waker.clone();
        this.#kept.share();
      }
      return PENDING;
    }
  }
  const remote = new Remote();
  const future = all([remote, ...list]);
  const cx = contextOf(waker);
  future.poll(cx);
  assert.equal(waker.shared, 1);
  taken(log);
  future.poll(cx); // as after a wake from another thread, of which the branch knows nothing
  assert.deepEqual(taken(log), ['poll remote']);
  at(3).wake();
  const other = new Shareable();
  future.poll(contextOf(other)); // a handle of the task before would wake the wrong one
  assert.deepEqual(taken(log), ['poll remote', 'poll 3']);
  assert.equal(other.shared, 1);
  remote.done = true;
  future.poll(cx);
  taken(log);
  future.poll(cx);
  assert.deepEqual(taken(log), []);
});

test('a_thread_that_blocks_on_many_receives_polls_those_only_that_were_woken', () => {
  const channels = Array.from({ length: 20 }, () => shared.bounded(1, 'i32'));
  for (const [tx] of channels) tx.share(); // another thread may send, as far as is known
  let polls = 0;
  const receives = channels.map(([, rx]) => {
    const value = rx.recv();
    return pollFn((cx) => {
      polls += 1;
      return value.poll(cx);
    });
  });
  const senders = channels.map(([tx]) => tx);
  const sending = pollFn((cx) => {
    const tx = senders.pop();
    if (tx === undefined) return -1;
    tx.trySend(senders.length);
    cx.waker.wakeByRef();
    return PENDING;
  });
  const values = blockOn(all([sending, ...receives]));
  assert.deepEqual(values.slice(1), [...channels.keys()]);
  assert.ok(polls <= 2 * channels.length, `${polls} polls`);
});

test('timers_of_what_one_call_of_blockOn_has_polled_go_on_in_the_next', () => {
  const whole = all(Array.from({ length: 12 }, () => sleep(20)));
  assert.equal(blockOn(pollFn((cx) => whole.poll(cx) === PENDING)), true);
  assert.equal(blockOn(whole).length, 12);
});

test('waker_made_by_hand_cannot_be_shared_through_a_branch', () => {
  const { list } = manyProbes(20);
  const future = all([pollFn((cx) => cx.waker.share()), ...list]);
  assert.throws(() => future.poll(countingContext().cx), WakerError);
});

test('another_executor_takes_over_the_timers_of_all_branches', () => {
  const [left, right] = [new VirtualTimers(), new VirtualTimers()];
  const { cx, counts } = countingContext({ timers: left });
  const future = all(Array.from({ length: 20 }, () => sleep(10)));
  assert.equal(future.poll(cx), PENDING);
  assert.equal(future.poll({ ...cx, services: { ...cx.services, timers: right } }), PENDING);
  assert.equal(left.length, 0, 'nobody will fire them');
  right.advance(10);
  assert.equal(counts.wakes, 1);
  future[Symbol.dispose]();
  assertBalanced(counts);
});
