import { blockOn } from 'reveille';

/** Each way of waiting: blocked, and in the event loop. */
type Wait = <T>(call: PromiseLike<T>) => Promise<T>;
export const waits: [string, Wait][] = [
  ['blocked', async (call) => blockOn(call as never)],
  ['awaiting', async (call) => call],
];
