import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { blockOn } from 'reveille';
import { Camp } from 'reveille/camp';
import { type Call, offload, type PoolHandle, pool, ThreadDiedError } from 'reveille/threads';
import { untilSet, words } from './words.js';

type Task = typeof import('./task.worker.js');
type Owner = typeof import('./owner.worker.js');
const owners = new URL('./owner.worker.js', import.meta.url);

/** A thread that owns a pool, and how it ends. */
interface Owned {
  readonly handle: PoolHandle;
  /** Begins to end it, while this thread is going to block, or is not. */
  end(blocks: boolean): void;
  /** Done when it has ended. */
  readonly gone: Promise<unknown>;
}

/** A thread of the library's. */
async function offloaded(how: 'exit' | 'throw' | 'terminate'): Promise<Owned> {
  const api = offload<Owner>(owners);
  const handle = await api.own(1);
  const gone: Promise<unknown>[] = [];
  const end = (): void => {
    if (how === 'terminate') api[Symbol.dispose]();
    else gone.push(Promise.resolve(api.end(how)).catch(() => {}));
  };
  return { handle, end, gone: Promise.all(gone) };
}

/** A thread that the program started itself. */
async function own(how: 'exit' | 'throw' | 'terminate'): Promise<Owned> {
  const code = `import { parentPort } from 'node:worker_threads'; import { own, end } from ${JSON.stringify(owners.href)};
    parentPort.once('message', end); parentPort.postMessage(await own(1));`;
  const thread = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
  thread.on('error', () => {}); // it is to throw
  const gone = new Promise((resolve) => thread.on('exit', resolve));
  const id = thread.threadId;
  const [handle] = (await once(thread, 'message')) as [PoolHandle];
  const end = (blocks: boolean): void => {
    if (how !== 'terminate') thread.postMessage(how);
    else void thread.terminate();
    if (blocks && how === 'terminate') Camp.own().ended(id); // Node tells of it when this event loop turns, which it does not while a caller blocks
  };
  return { handle, end, gone };
}

const isDeath = (error: unknown): boolean => error instanceof ThreadDiedError && /ended/.test(error.message);

for (const [whose, make] of [
  ['a_thread_of_the_library', offloaded],
  ['a_thread_of_the_program', own],
] as const) {
  for (const how of ['exit', 'throw', 'terminate'] as const) {
    test(`${whose}_that_owns_a_pool_ends_by_${how}_while_a_caller_blocks`, async () => {
      const { handle, end, gone } = await make(how);
      const attached = pool.attach<Task>(handle);
      const latch = words();
      const running = attached.stuck(latch);
      const queued = attached.add(1, 2);
      await untilSet(latch, 0); // by turns of the event loop: the pool's thread asks this one for the words
      end(true);
      assert.throws(() => blockOn(running), isDeath);
      assert.throws(() => blockOn(queued), isDeath);
      await gone;
      assert.throws(() => blockOn(attached.add(1, 2)), isEnd);
    });

    test(`${whose}_that_owns_a_pool_ends_by_${how}_while_a_caller_awaits`, async () => {
      const { handle, end, gone } = await make(how);
      const attached = pool.attach<Task>(handle);
      const latch = words();
      const calls: Call<unknown>[] = [attached.stuck(latch), attached.add(1, 2), attached.later(3)];
      await untilSet(latch, 0); // by turns of the event loop: the pool's thread asks this one for the words
      const ends = calls.map((call) => assert.rejects(call.then(), isDeath));
      end(false);
      await Promise.all(ends);
      await gone;
      await assert.rejects(async () => await attached.add(1, 2), isEnd);
    });
  }
}

/** Of calls that come when the pool is no more. */
const isEnd = (error: unknown): boolean =>
  error instanceof Error && ['ThreadDiedError', 'PoolClosedError', 'HandleError'].includes(error.name);
