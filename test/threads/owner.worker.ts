import { blockOn, sleep } from 'reveille';
import { type PoolHandle, pool } from 'reveille/threads';

type Task = typeof import('./task.worker.js');
const url = new URL('./task.worker.js', import.meta.url);

/** Makes a pool of its own, whose handle it answers when its thread is up. */
export async function own(threads: number): Promise<PoolHandle> {
  const owned = pool<Task>(url, { threads });
  await owned.warmUp();
  return owned.share();
}

/** How a thread comes to its end. */
export const endings = {
  exit: (): void => process.exit(5),
  throw: (): void => {
    setImmediate(() => {
      throw new RangeError('the owner has failed');
    });
  },
};

export function end(how: keyof typeof endings): void {
  endings[how]();
}

/** Calls another thread's pool with that many bytes each time, and dies when `words[0]` is set. It takes no answer. */
export function callAndDie(handle: PoolHandle, words: Int32Array, calls: number, bytes: number): never {
  const attached = pool.attach<Task>(handle);
  for (let i = 0; i < calls; i += 1) void attached.echo(new Uint8Array(bytes));
  Atomics.store(words, 1, 1);
  Atomics.notify(words, 1);
  Atomics.wait(words, 0, 0);
  process.exit(0);
}

/** The same with calls that end when they are cancelled, and tell in `latches` how far they are. */
export function spinAndDie(handle: PoolHandle, latches: readonly Int32Array[]): never {
  const attached = pool.attach<Task>(handle);
  for (const latch of latches) void attached.spin(latch);
  while (latches.some((latch) => latch[0] === 0)) blockOn(sleep(1)); // so that their memory can be fetched meanwhile
  process.exit(0);
}

/** Calls, and blocks on an answer that never comes. */
export function callAndBlock(handle: PoolHandle, words: Int32Array): void {
  blockOn(pool.attach<Task>(handle).linger(words));
}
