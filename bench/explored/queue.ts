/** Five pushes and two pops of a queue of two, recorded and held against a model of it. */
import { SharedArrayQueue } from 'reveille/queue';
import { models, record } from 'reveille/testing';

const CAPACITY = 2;

export const setup = (): SharedArrayBuffer => new SharedArrayQueue(CAPACITY).share();
export const model = models.queue(CAPACITY);

export function producer(memory: SharedArrayBuffer): void {
  const queue = SharedArrayQueue.attach(memory);
  for (let item = 1; item <= 5; item += 1) record('push', [item], () => queue.push(item));
}

export function consumer(memory: SharedArrayBuffer): void {
  const queue = SharedArrayQueue.attach(memory);
  for (let pops = 0; pops < 2; pops += 1) record('pop', [], () => queue.pop());
}
