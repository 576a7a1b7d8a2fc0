import type { EndHandle } from '../../channel/shared/handle.js';
import { RingReceiver } from '../../channel/shared/ring.js';
import { add, compareExchange, hostTimer, load, type Port, store, threadId } from '../../platform/index.js';
import { Caller } from '../calling/caller.js';
import { Desk } from '../calling/desk.js';
import { Helping } from '../calling/helping.js';
import { Courier } from '../crew/courier.js';
import type { Word } from '../crew/report.js';
import type { PoolHandle } from '../handle.js';
import { runByMessages } from '../messages/message-thread.js';
import type { MessageStart } from '../messages/packet.js';
import { CREW, FEWEST, READY, WORK_ROW, WORKER, WORKERS } from '../wire/layout.js';
import { Callee } from './callee.js';
import { loadHosted } from './load.js';
import { type Place, placeOfThread } from './place.js';

/** What the settings of its pool say to a worker. */
export interface Opening {
  /** What the module is called in errors. */
  readonly name: string;
  readonly module: string;
  readonly concurrency: number;
  /** How long it looks for calls before it sleeps: milliseconds. */
  readonly looking: number;
  readonly setUp: string | undefined;
  readonly tearDown: string | undefined;
  /** What the function that sets up is called with. */
  readonly data: unknown;
  /** After so many milliseconds without work it ends, if there are more than enough; -1: never. */
  readonly idle: number;
  readonly lifeline: Port;
}

/** What it is to work for. */
export interface Orders {
  readonly handle: PoolHandle;
  /** Its number among the crew's workers. */
  readonly id: number;
  /** Where it gets its calls: its own ends of the channels. */
  readonly jobs: readonly EndHandle[];
  /** By which shared memory comes and goes; in browsers there is none. */
  readonly memory: Port | undefined;
}

/** What a worker is started with. */
export type Start = Opening & Orders;

/** How often a worker without work looks whether it has been so for long enough: so many times in that while. */
const LOOKS = 4;

/** What a worker's thread runs. */
export async function runThread(): Promise<void> {
  const { start, ...place } = await placeOfThread<Start | MessageStart>();
  await ('handle' in start ? runShared({ start, ...place }) : runByMessages({ start, ...place }));
}

async function runShared(place: Place<Start>): Promise<void> {
  const { start } = place;
  const { lifeline, handle, memory } = start;
  const courier = memory === undefined ? null : new Courier(memory);
  const hosting = loadHosted(handle.name, start); // the module runs in a later turn; until it is read, this thread has time
  const desk = Desk.of(handle);
  courier?.sendParcels(desk.parcels);
  store(desk.table.words, desk.table.seats.fieldOf(desk.seat, WORK_ROW, WORKER), start.id);
  lifeline.postMessage({ thread: threadId() } satisfies Word);
  const hosted = await hosting.catch(place.fail);
  if (hosted === undefined) return;
  place.loaded();
  const jobs = start.jobs.map((line) => new RingReceiver(line));
  const end = (): void => void hosted.tearDown(start.tearDown).then(place.end);
  const callee = new Callee(desk, jobs, hosted.run, start.concurrency, start.looking, end);
  Caller.of(desk).helping = new Helping(desk, callee, (mark) => hosted.isSync(mark));
  lifeline.postMessage({ ready: true } satisfies Word);
  add(desk.table.words, READY, 1);
  desk.table.wake(load(desk.table.words, CREW) - 1);
  lifeline.ref(); // it ends when it is told to: what a call awaits may be nothing that keeps an event loop going
  callee.begin();
  if (start.idle >= 0) leaveWhenIdle(desk, callee, start, end);
}

function leaveWhenIdle({ table }: Desk, callee: Callee, start: Start, end: () => void): void {
  let looks = 0;
  const look = (): void => {
    looks = callee.isIdle ? looks + 1 : 0;
    const workers = load(table.words, WORKERS);
    const isMany = looks > LOOKS && workers > load(table.words, FEWEST);
    if (isMany && compareExchange(table.words, WORKERS, workers, workers - 1) === workers) {
      start.lifeline.postMessage({ leaves: true } satisfies Word);
      callee.stop();
      end();
    } else hostTimer(start.idle / LOOKS, look);
  };
  look();
}
