/** Numbers of two threads to two others, while the main thread waits. */
import { MessageChannel, type MessagePort, type TransferListItem, Worker } from 'node:worker_threads';
import { type EndHandle, shared } from 'reveille/channel';
import type { Work } from '../scenario.js';
import { until } from './crossing.js';

/** The words that all share: which run it is, how many numbers each producer sends in it, how many have come in all. */
export const RUN = 0;
export const COUNT = 1;
export const DONE = 2;
/** How many threads are ready. */
export const READY = 3;

/** Counters of two threads, of which neither knows when it is the last: they are looked at so often, in milliseconds. */
const LOOK = 1;

/** What a thread is started with: an end of the channel, or ports to both threads of the other side. */
export interface Role {
  readonly sends: boolean;
  readonly end: EndHandle | undefined;
  readonly ports: readonly MessagePort[];
  readonly words: Int32Array;
}

/** One channel for all. */
export function oneChannel(): Work {
  const [tx, rx] = shared.bounded(1024, 'i32');
  const work = working((sends) => ({ end: sends ? tx.share() : rx.share(), ports: [] }));
  for (const end of [tx, rx]) end[Symbol.dispose]();
  return work;
}

/** A message channel for each pair. Each producer takes turns between its two. */
export function portsBetween(): Work {
  const channels = Array.from({ length: 4 }, () => new MessageChannel());
  return working((sends, n) => {
    const mine = channels.filter((_, i) => (sends ? i >> 1 : i & 1) === n);
    return { end: undefined, ports: mine.map(({ port1, port2 }) => (sends ? port1 : port2)) };
  });
}

function working(roleOf: (sends: boolean, n: number) => Pick<Role, 'end' | 'ports'>): Work {
  const words = new Int32Array(new SharedArrayBuffer(16));
  for (const sends of [true, false]) {
    for (const n of [0, 1]) {
      const role: Role = { sends, ...roleOf(sends, n), words };
      const transferList = role.ports as readonly TransferListItem[] as TransferListItem[];
      new Worker(new URL('./two-by-two.worker.js', import.meta.url), { workerData: role, transferList }).unref();
    }
  }
  until(words, READY, 4, LOOK);
  let total = 0;
  return {
    units: 2,
    run(iterations) {
      total = (total + 2 * iterations) | 0;
      words[COUNT] = iterations;
      Atomics.add(words, RUN, 1);
      Atomics.notify(words, RUN);
      until(words, DONE, total, LOOK);
      return 2 * iterations;
    },
  };
}
