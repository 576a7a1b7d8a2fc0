/** The thread that settles what another thread awaits: see `settling-thread.ts`. */
import { workerData } from 'node:worker_threads';
import { SharedWaker } from 'reveille';
import { type EndHandle, shared } from 'reveille/channel';
import { structured } from 'reveille/codec';
import type { Gear, Order } from './settling-thread.js';

const { orders, echoes, states } = workerData as Gear;
const rx = shared.attachReceiver(orders as EndHandle, structured<Order>());
const tx = shared.attachSender(echoes as EndHandle, 'i32');
const waiting = new Map<number, SharedWaker[]>();

for await (const order of rx) {
  const { index } = order;
  if (order.kind === 'echo') tx.sendBlocking(index);
  else if (order.kind === 'settle') settle(index);
  else waitFor(index, SharedWaker.attach(order.waker));
}

function settle(index: number): void {
  Atomics.store(states, index, 1); // first the state, then the wakes
  for (const waker of waiting.get(index) ?? []) waker.wake();
  waiting.delete(index);
}

function waitFor(index: number, waker: SharedWaker): void {
  if (Atomics.load(states, index) === 1) waker.wake();
  else waiting.set(index, [...(waiting.get(index) ?? []), waker]);
}
