import { HandleError } from 'reveille';
import { SendError, type Sender, shared } from 'reveille/channel';
import type { Here } from '../here.js';
import { Ledger } from '../ledger.js';
import type { Operation } from '../operations.js';
import { type Values, valuesOf } from '../values.js';
import { BATCH, type Ends } from './lanes.js';
import { RESERVES } from './reserve.js';
import { SENDS, type Turn } from './send.js';

const ALL = Object.keys(SENDS) as Operation[];
const OF_BYTES = [...(Object.keys(RESERVES) as Operation[]), ...ALL];

/** Sends all its items, in one way after the other, until its part or the channel ends. */
export async function produce(ends: Ends, here: Here): Promise<void> {
  const values = valuesOf(ends.carries);
  const ledger = new Ledger(ends.ledger);
  const { number } = here;
  const lanes = ends.lanes.map((handle) => shared.attachSender(handle, values.items) as Sender<unknown>);
  const ways = ends.carries === 'bytes' && ends.canReserve ? OF_BYTES : ALL;
  try {
    for (let done = 0, step = 0; done < ends.count && here.goesOn(done); step += 1) {
      const way = here.way(ways, step);
      here.at(way);
      const sent = await send(way, lanes, step, ledger.item(number, done), ends.count - done, values);
      done += sent;
      ledger.sent(number, done);
      here.done(sent);
      if (sent === 0) await here.pause();
    }
  } catch (error) {
    if (error instanceof HandleError && ends.mayBreak) ledger.breaks();
    else if (!(error instanceof SendError)) throw error; // the channel is closed
  }
  ledger.through(number);
  for (const lane of lanes) lane[Symbol.dispose]();
}

function send(
  way: Operation,
  lanes: readonly Sender<unknown>[],
  step: number,
  item: number,
  left: number,
  values: Values,
): number | Promise<number> {
  const at = step % lanes.length;
  const tx = lanes[at] as Sender<unknown>;
  const reserve = RESERVES[way];
  if (reserve !== undefined) return reserve(tx as Sender<Uint8Array>, item);
  const turn: Turn = {
    tx,
    other: lanes[1 - at],
    value: values.make(item),
    batch: () => batchOf(values, item, Math.min(left, BATCH)),
    blocks: step % 4 < 2,
  };
  return SENDS[way]?.(turn) ?? 0;
}

/** Several items; every other time as the typed array of their kind, where there is one. */
function batchOf(values: Values, first: number, length: number): unknown[] {
  const batch = Array.from({ length }, (_, index) => values.make(first + index));
  return first % 2 === 0 && values.pack !== undefined ? values.pack(batch) : batch;
}
