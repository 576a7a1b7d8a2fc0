import type { Scenario } from '../scenario.js';

const means = () => import('../contenders/between-threads.js');

/** Numbers from one thread to another, one at a time and in batches of 64. Both spin, and nap now and then;
 * channels block as their verbs do. */
export const BETWEEN_THREADS: readonly Scenario[] = [1, 64].map((size) => ({
  family: 'between_threads',
  unit: 'item',
  size,
  classes: 1,
  contenders: [
    { name: 'SharedArrayQueue', prepare: async (shape) => (await means()).arrayQueue(shape, 'i32') },
    { name: 'SharedArrayQueue-f64', prepare: async (shape) => (await means()).arrayQueue(shape, 'f64') },
    { name: 'SharedArrayQueue-i64', prepare: async (shape) => (await means()).arrayQueue(shape, 'i64') },
    { name: 'SharedSegQueue', prepare: async (shape) => (await means()).segQueue(shape) },
    { name: 'shared.bounded-1024', prepare: async (shape) => (await means()).channel(shape, 1024) },
    { name: 'shared.bounded-1024-awaited', prepare: async (shape) => (await means()).loopedChannel(shape) },
    { name: 'shared.unbounded', prepare: async (shape) => (await means()).unboundedChannel(shape) },
    { name: 'ringbuf.js', prepare: async (shape) => (await means()).ringbuf(shape) },
    ...(size === 1 ? [{ name: 'rust-sync_channel-1024', rust: ['channels', 'crossing'] } as const] : []),
    { name: 'postMessage', prepare: async (shape) => (await means()).postMessage(shape) },
  ],
}));
