import { pathToFileURL } from 'node:url';
import { ArrayQueue, type Queue, SegQueue, SharedArrayQueue, SharedSegQueue } from 'reveille/queue';

/** Pushes and pops `count` items, `burst` at a time, and throws when one is not the one that is due. */
export function passThrough(queue: Queue<number>, count: number, burst: number): void {
  for (let done = 0; done < count; done += burst) {
    for (let item = 0; item < burst; item += 1) {
      if (!queue.push(item)) throw new Error(`refused item ${done + item}`);
    }
    for (let item = 0; item < burst; item += 1) {
      if (queue.pop() !== item) throw new Error(`lost item ${done + item}`);
    }
  }
}

/**
 * `node build/test/queue/soak.js [items]`: lets many items, by default 100 million, through each queue, and shows that
 * the memory stays what it was after the first million.
 */
function main(items: number): void {
  const burst = 2500;
  const queues = [
    new ArrayQueue<number>(burst),
    new SegQueue<number>(),
    new SharedArrayQueue(burst),
    new SharedSegQueue(),
  ];
  for (const queue of queues) {
    const bytes = () => ('share' in queue ? queue.share().byteLength : process.memoryUsage().heapUsed);
    passThrough(queue, 1_000_000, burst);
    const before = bytes();
    const start = performance.now();
    passThrough(queue, items, burst);
    const ns = ((performance.now() - start) * 1e6) / items;
    console.log(
      `${queue.constructor.name}: ${items} items, ${ns.toFixed(1)} ns each, ${before} bytes before, ${bytes()} after`,
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(Number(process.argv[2] ?? 100_000_000));
