import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import {
  all,
  blockOn,
  Executor,
  type Future,
  HandleError,
  type JoinHandle,
  PENDING,
  pollFn,
  SharedWaker,
  sleep,
  type WakerHandle,
} from 'reveille';
import { Camp } from 'reveille/camp';
import { Parker } from 'reveille/park';
import { observe } from 'reveille/trace';
import { Latch } from '../support/latch.js';
import { taken } from '../support/probe.js';
import { Counted, untilDone, WakingThread } from '../support/waking-thread.js';

const threads = [WakingThread.start(), WakingThread.start()] as const;
after(async () => {
  for (const thread of threads) await thread[Symbol.asyncDispose]();
});

/** Where the layout of a camp keeps what these tests overwrite. */
const headOf = (slot: number): number => 16 + 256 * (ownerOf(slot) - 1) + 3;
const ownerOf = (slot: number): number => new Int32Array(Camp.own().share().buffer)[16 + 256 * (slot >> 7)] as number;
const stateOf = (slot: number): number => 16 + 2 * slot;
const linkOf = (slot: number): number => stateOf(slot) + 1;

/** A task that shares its waker at its first poll and waits; it writes down its polls. */
function sharing(handles: WakerHandle[], log: string[] = [], name = 'task'): Future<never> {
  let shared = false;
  return pollFn<never>((cx) => {
    log.push(name);
    if (!shared) handles.push(cx.waker.share());
    shared = true;
    return PENDING;
  });
}

/** An executor with waiting tasks that other threads may wake. */
function waiting(count: number): {
  executor: Executor;
  tasks: JoinHandle<never>[];
  handles: WakerHandle[];
  log: string[];
} {
  const executor = new Executor();
  const handles: WakerHandle[] = [];
  const log: string[] = [];
  const tasks = Array.from({ length: count }, (_, i) => executor.spawn(sharing(handles, log, String(i))));
  executor.runUntilStalled();
  taken(log);
  return { executor, tasks, handles, log };
}

const waker = (handle: WakerHandle | undefined): SharedWaker => SharedWaker.attach(handle as WakerHandle);

test('a_shared_waker_wakes_its_task', () => {
  const { executor, handles, log } = waiting(2);
  waker(handles[1]).wake();
  executor.runUntilStalled();
  assert.deepEqual(log, ['1']);
});

test('tasks_are_polled_in_the_order_of_their_wakes', () => {
  const { executor, handles, log } = waiting(4);
  for (const index of [2, 0, 3]) waker(handles[index]).wake();
  executor.runUntilStalled();
  assert.deepEqual(log, ['2', '0', '3']);
});

test('many_wakers_and_many_wakes_of_a_task_are_one_entry', () => {
  const { executor, tasks, handles, log } = waiting(1);
  for (let i = 0; i < 10; i += 1) {
    const one = waker(handles[0]);
    one.wake();
    one.wake();
  }
  assert.deepEqual(executor.snapshot().wakeQueue, [tasks[0]?.id]);
  executor.runUntilStalled();
  assert.deepEqual(log, ['0']);
  assert.deepEqual(executor.snapshot().wakeQueue, []);
});

test('a_wake_from_both_planes_is_one_poll', () => {
  const executor = new Executor();
  let polls = 0;
  const wake: (() => void)[] = [];
  executor.spawn(
    pollFn<never>((cx) => {
      polls += 1;
      const shared = SharedWaker.attach(cx.waker.share());
      const local = cx.waker.clone();
      wake.push(() => {
        shared.wake();
        local.wakeByRef();
      });
      return PENDING;
    }),
  );
  executor.runUntilStalled();
  wake[0]?.();
  executor.runUntilStalled();
  assert.equal(polls, 2);
});

test('a_wake_during_the_poll_polls_again', () => {
  const executor = new Executor();
  let polls = 0;
  executor.spawn(
    pollFn((cx) => {
      polls += 1;
      if (polls < 4) SharedWaker.attach(cx.waker.share()).wake();
      return polls < 4 ? PENDING : polls;
    }),
  );
  executor.run();
  assert.equal(polls, 4);
});

test('sharing_twice_names_the_same_slot', () => {
  const executor = new Executor();
  const handles: WakerHandle[] = [];
  executor.runUntil(
    pollFn((cx) => {
      handles.push(cx.waker.share(), cx.waker.clone().share());
    }),
  );
  assert.deepEqual(handles[0], handles[1]);
});

test('a_handle_is_structured_cloneable', () => {
  const { executor, handles, log } = waiting(1);
  SharedWaker.attach(structuredClone(handles[0] as WakerHandle)).wake();
  executor.runUntilStalled();
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(handles[0]);
  SharedWaker.attach((receiveMessageOnPort(port2) as { message: WakerHandle }).message).wake();
  port1.close();
  executor.runUntilStalled();
  assert.deepEqual(log, ['0', '0']);
});

test('a_stale_waker_does_nothing_to_the_task_that_has_its_slot', () => {
  const executor = new Executor();
  const handles: WakerHandle[] = [];
  const log: string[] = [];
  const first = executor.spawn(sharing(handles, log, 'first'));
  executor.runUntilStalled();
  first.abort();
  executor.spawn(sharing(handles, log, 'second'));
  executor.runUntilStalled();
  const [stale, fresh] = handles as [WakerHandle, WakerHandle];
  assert.equal(stale.slot, fresh.slot);
  assert.notEqual(stale.generation, fresh.generation);
  taken(log);
  waker(stale).wake();
  assert.deepEqual(executor.snapshot().wakeQueue, []);
  executor.runUntilStalled();
  assert.deepEqual(taken(log), []);
  waker(fresh).wake();
  executor.runUntilStalled();
  assert.deepEqual(taken(log), ['second']);
});

test('a_slot_released_while_it_is_queued_is_used_again_only_after_that', () => {
  const { executor, tasks, handles, log } = waiting(2);
  waker(handles[0]).wake();
  tasks[0]?.abort();
  executor.spawn(sharing(handles, log, 'new'));
  executor.tick();
  assert.deepEqual(taken(log), ['new']);
  const [first, second, third] = handles as [WakerHandle, WakerHandle, WakerHandle];
  assert.notEqual(third.slot, second.slot);
  waker(first).wake();
  executor.runUntilStalled();
  assert.deepEqual(taken(log), []);
  waker(third).wake();
  executor.runUntilStalled();
  assert.deepEqual(taken(log), ['new']);
});

test('a_task_that_ends_while_it_is_queued_lets_the_executor_rest', () => {
  const { executor, tasks, handles } = waiting(1);
  waker(handles[0]).wake();
  tasks[0]?.abort();
  executor.spawn(pollFn(() => PENDING));
  assert.throws(() => executor.run(), { name: 'DeadlockError' }, 'no task is shared any more');
});

test('a_waker_of_a_task_that_is_over_is_shared_and_does_nothing', () => {
  const executor = new Executor();
  const kept = executor.runUntil(pollFn((cx) => cx.waker.clone()));
  waker(kept.share()).wake();
  assert.equal(executor.tick(), false);
});

test('growth_beyond_a_block', () => {
  const count = 1000;
  const { executor, handles, log } = waiting(count);
  const early = waker(handles[0]); // attached before, at the latest: views of the old length go on working
  assert.equal(new Set(handles.map(({ slot }) => slot)).size, count);
  for (const handle of handles) waker(handle).wake();
  executor.runUntilStalled();
  assert.deepEqual(
    taken(log),
    Array.from({ length: count }, (_, i) => String(i)),
  );
  early.wake();
  executor.runUntilStalled();
  assert.deepEqual(taken(log), ['0']);
});

test('a_waker_attached_before_the_growth_wakes_after_it', () => {
  const executor = new Executor();
  const handles: WakerHandle[] = [];
  const log: string[] = [];
  executor.spawn(sharing(handles, log, 'early'));
  executor.runUntilStalled();
  const early = waker(handles[0]);
  for (let i = 0; i < 200; i += 1) executor.spawn(sharing(handles, log, 'late'));
  executor.runUntilStalled();
  taken(log);
  waker(handles[200]).wake();
  early.wake();
  executor.runUntilStalled();
  assert.deepEqual(log, ['late', 'early']);
});

test('slots_are_used_again', () => {
  const executor = new Executor();
  const slots = new Set<number>();
  for (let round = 0; round < 1000; round += 1) {
    const handles: WakerHandle[] = [];
    const tasks = [0, 1, 2].map(() => executor.spawn(sharing(handles)));
    executor.runUntilStalled();
    for (const { slot } of handles) slots.add(slot);
    assert.ok(slots.size <= 3);
    waker(handles[0]).wake();
    for (const task of tasks) task.abort();
    executor.runUntilStalled();
  }
});

test('wakes_from_two_threads_of_one_task_are_all_seen', () => {
  const each = 20_000;
  const gate = Latch.of(2).buffer;
  const counted = new Counted(2 * each, (handle, counter) => {
    for (const thread of threads) thread.obey({ handles: [handle], counter, each, gate });
  });
  assert.equal(new Executor().runUntil(counted), 2 * each);
  assert.ok(counted.polls <= 2 * each + 2, `${counted.polls} polls`);
});

test('not_one_wake_may_be_lost', () => {
  const each = 3000;
  const counted = new Counted(each, (handle, counter) => {
    threads[0].obey({ handles: [handle], counter, each, acknowledged: true });
  });
  assert.equal(new Executor().runUntil(counted), each);
  assert.ok(counted.polls >= each, 'the thread waits for each of its wakes to be seen');
});

test('a_storm_of_wakes_over_many_tasks', () => {
  const tasks = 100;
  const each = 2000;
  const gate = Latch.of(2).buffer;
  const counter = new SharedArrayBuffer(12);
  const words = new Int32Array(counter);
  const handles: WakerHandle[] = [];
  const executor = new Executor();
  const joined = all(
    Array.from({ length: tasks }, () =>
      executor.spawn(
        pollFn((cx) => {
          if (handles.length < tasks) handles.push(cx.waker.share());
          if (handles.length === tasks && words[2] === 0 && words[1] === 0) {
            words[1] = 1;
            for (const thread of threads) thread.obey({ handles, counter, each, gate });
          }
          return Atomics.load(words, 0) === 2 * each ? 'done' : PENDING;
        }),
      ),
    ),
  );
  assert.equal(executor.runUntil(joined).length, tasks);
  untilDone(counter, 2);
});

test('a_storm_of_wakes_of_tasks_that_end_and_slots_that_are_used_again', () => {
  const executor = new Executor();
  const gate = Latch.of(2).buffer;
  const counter = new SharedArrayBuffer(12);
  const words = new Int32Array(counter);
  let polls = 0;
  const stale: WakerHandle[] = [];
  const first = Array.from({ length: 10 }, () => executor.spawn(sharing(stale)));
  executor.runUntilStalled();
  for (const thread of threads) thread.obey({ handles: stale, counter, each: 5000, gate });
  for (const task of first) task.abort();
  // Ten tasks after ten others take the slots over, while the threads wake those that had them first.
  do {
    const fresh: JoinHandle<unknown>[] = [];
    for (let i = 0; i < 10; i += 1) {
      let shared = false;
      fresh.push(
        executor.spawn(
          pollFn((cx) => {
            polls += 1;
            if (shared) assert.fail('woken by a stale waker');
            cx.waker.share();
            shared = true;
            return PENDING;
          }),
        ),
      );
    }
    executor.runUntilStalled();
    for (const task of fresh) task.abort();
  } while (Atomics.load(words, 2) < 2);
  assert.ok(polls > 0);
  executor.runUntilStalled();
});

test('a_branch_of_many_is_woken_from_another_thread', () => {
  const each = 500;
  const counted = new Counted(each, (handle, counter) => {
    threads[1].obey({ handles: [handle], counter, each, acknowledged: true });
  });
  const naps = Array.from({ length: 20 }, () => sleep(1));
  const [count] = new Executor().runUntil(all([counted, ...naps]));
  assert.equal(count, each);
});

test('a_wake_after_the_executor_was_dropped_does_nothing', () => {
  const { executor, handles, log } = waiting(1);
  const late = waker(handles[0]);
  executor[Symbol.dispose]();
  late.wake();
  assert.deepEqual(log, []);
});

test('an_observer_that_throws_loses_no_wake', () => {
  const { executor, handles, log } = waiting(3);
  for (const handle of handles) waker(handle).wake();
  {
    let wakes = 0;
    using _ = observe({
      wake() {
        wakes += 1;
        if (wakes === 2) throw new Error('observer');
      },
    });
    assert.throws(() => executor.tick(), { message: 'observer' });
  }
  executor.runUntilStalled();
  assert.deepEqual(log, ['0', '1', '2']);
});

test('a_wake_for_a_call_of_blockOn_that_is_over_does_nothing', () => {
  const handle = blockOn(pollFn((cx) => cx.waker.share()));
  waker(handle).wake();
  const { executor, log } = waiting(1);
  executor.runUntilStalled();
  assert.deepEqual(log, []);
  assert.equal(blockOn(sleep(1)), undefined);
});

// A thread that is terminated in the middle of a wake leaves its slot marked, and in no queue.

/** Marks the slot, as a wake does before it queues it. */
function dieInMidWake({ buffer, slot }: WakerHandle): void {
  const words = new Int32Array(buffer);
  words[stateOf(slot)] = (words[stateOf(slot)] as number) | 1;
}

test('a_thread_that_dies_in_mid_wake_does_not_keep_others_from_waking', () => {
  const { executor, handles, log } = waiting(2);
  const handle = handles[0] as WakerHandle;
  dieInMidWake(handle);
  for (let i = 0; i < 3; i += 1) {
    waker(handle).wake();
    executor.runUntilStalled();
    assert.ok(taken(log).includes('0'));
  }
});

test('a_parked_executor_hears_of_a_wake_behind_a_dead_one', () => {
  const counted = new Counted(100, (handle, counter) => {
    dieInMidWake(handle);
    threads[0].obey({ handles: [handle], counter, each: 100, acknowledged: true });
  });
  assert.equal(new Executor().runUntil(counted), 100);
});

test('a_slot_that_a_dead_thread_marked_is_nobodys_when_its_task_ends', () => {
  const { executor, tasks, handles } = waiting(1);
  dieInMidWake(handles[0] as WakerHandle);
  tasks[0]?.abort();
  executor.spawn(pollFn(() => PENDING));
  assert.throws(() => executor.run(), { name: 'DeadlockError' }, 'no task is shared any more');
  const later: WakerHandle[] = [];
  executor.spawn(sharing(later));
  executor.runUntilStalled();
  assert.notEqual(later[0]?.slot, handles[0]?.slot);
});

// Memory that a rogue thread wrote to: an error, never a hang.

const corruptions: [string, (words: Int32Array, a: number, b: number) => void][] = [
  ['a head beyond all slots', (words, a) => (words[headOf(a)] = 2 ** 20)],
  ['a negative head', (words, a) => (words[headOf(a)] = -2)],
  ['a link that makes a ring', (words, a, b) => (words[linkOf(a)] = b)],
  ['a link to itself', (words, _a, b) => (words[linkOf(b)] = b)],
  ['a link beyond all slots', (words, a) => (words[linkOf(a)] = 2 ** 30)],
  ['a slot that is not queued', (words, a) => (words[stateOf(a)] = (words[stateOf(a)] as number) & ~1)],
];

for (const [name, corrupt] of corruptions) {
  test(`corrupt memory: ${name}`, () => {
    const { executor, handles } = waiting(2);
    const [a, b] = handles as [WakerHandle, WakerHandle];
    waker(a).wake();
    waker(b).wake();
    corrupt(new Int32Array(a.buffer), a.slot, b.slot);
    assert.ok(executor.snapshot().wakeQueue.length <= 2);
    assert.throws(
      () => executor.runUntilStalled(),
      (error) => error instanceof HandleError && error.message.startsWith('wake queue: '),
    );
    new Int32Array(a.buffer)[headOf(a.slot)] = 0; // for the tests behind
  });
}

// Handles that are none.

function bent(buffer: SharedArrayBuffer, word: number): SharedArrayBuffer {
  const copy = new SharedArrayBuffer(buffer.byteLength);
  new Int32Array(copy).set(new Int32Array(buffer));
  (new Int32Array(copy)[word] as number) += 1;
  return copy;
}

test('a_handle_that_is_none_is_refused', () => {
  const { handles } = waiting(1);
  const good = handles[0] as WakerHandle;
  const table: [string, unknown, new (message: string) => Error, string][] = [
    ['undefined', undefined, TypeError, 'handle: '],
    ['null', null, TypeError, 'handle: '],
    ['a number', 1, TypeError, 'handle: '],
    ['an empty object', {}, TypeError, 'handle.slot: '],
    ['a slot that is text', { ...good, slot: '0' }, TypeError, 'handle.slot: '],
    ['a fractional slot', { ...good, slot: 0.5 }, RangeError, 'handle.slot: '],
    ['a slot below 0', { ...good, slot: -1 }, RangeError, 'handle.slot: '],
    ['a slot in a header', { ...good, slot: 7 }, HandleError, 'handle.slot: '],
    ['an enormous slot', { ...good, slot: 2 ** 40 }, RangeError, 'handle.slot: '],
    ['a slot that is not there', { ...good, slot: 2 ** 20 - 1 }, HandleError, 'handle.slot: '],
    ['no generation', { ...good, generation: undefined }, TypeError, 'handle.generation: '],
    ['a generation of NaN', { ...good, generation: Number.NaN }, RangeError, 'handle.generation: '],
    ['no buffer', { ...good, buffer: undefined }, TypeError, 'handle.buffer: '],
    ['an ArrayBuffer', { ...good, buffer: new ArrayBuffer(4096) }, TypeError, 'handle.buffer: '],
    ['foreign memory', { ...good, buffer: new SharedArrayBuffer(4096) }, HandleError, 'handle.buffer: '],
    ['a parker as the queue', { ...good, buffer: new Parker().share() }, HandleError, 'handle.buffer: '],
    ['another version', { ...good, buffer: bent(good.buffer, 1) }, HandleError, 'handle.buffer: '],
    ['a queue cut short', { ...good, buffer: good.buffer.slice(0, 256) }, HandleError, 'handle.buffer: '],
  ];
  for (const [name, handle, type, start] of table) {
    assert.throws(
      () => SharedWaker.attach(handle as WakerHandle),
      (error) => {
        assert.ok(error instanceof type && error.message.startsWith(start), `${name}: ${error}`);
        return true;
      },
      name,
    );
  }
  waker(good).wake();
});
