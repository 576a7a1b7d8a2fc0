import { home } from '../../camp/home.js';
import { nodeThreads, type Port } from '../../platform/index.js';
import { Desk } from '../calling/desk.js';
import { Ward } from './ward.js';
import type { News, Order } from './watch.js';

/** What the watcher's thread runs. */
export function runWatcher(port = nodeThreads()?.workerData as Port): void {
  const wards = new Map<number, Ward>();
  const tell = (news: News): void => port.postMessage(news);
  port.on('message', (order: Order) => {
    const { ward, watch, lifeline, alarm, ending, closing, forget } = order;
    if (ward !== undefined) wards.set(ward.key, new Ward(Desk.of(ward.handle), ward.key, tell));
    if (watch !== undefined && lifeline !== undefined) {
      wards.get(watch.key)?.watch(watch.id, watch.thread, lifeline);
    }
    if (alarm !== undefined) wards.get(alarm.key)?.alarm(alarm.ms, alarm.what);
    if (ending !== undefined) wards.get(ending.key)?.ending(ending.id);
    if (closing !== undefined) wards.get(closing.key)?.closing(closing.grace);
    if (forget !== undefined) {
      wards.get(forget)?.end();
      wards.delete(forget);
    }
  });
  port.ref();
  home.listen(); // for cancelled calls; the port keeps the thread alive
}
