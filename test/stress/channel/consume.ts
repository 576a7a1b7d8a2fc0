import { HandleError } from 'reveille';
import { type Receiver, RecvError, shared } from 'reveille/channel';
import type { Here } from '../here.js';
import { Ledger } from '../ledger.js';
import { type Values, valuesOf } from '../values.js';
import { BATCH, type Ends } from './lanes.js';
import { type Got, RECEIVE_WAYS, RECEIVES } from './receive.js';

/** Receives until its part or the channels end. */
export async function consume(ends: Ends, here: Here): Promise<void> {
  const values = valuesOf(ends.carries);
  const ledger = new Ledger(ends.ledger);
  const lanes = ends.lanes.map((handle) => shared.attachReceiver(handle, values.items) as Receiver<unknown>);
  try {
    await receiveAll(lanes, values, ledger, here);
  } catch (error) {
    if (!(error instanceof HandleError && ends.mayBreak)) throw error;
    ledger.breaks();
  }
  ledger.holding(here.number, 0);
  for (const lane of lanes) lane[Symbol.dispose]();
}

/** @param closing - called with how many items have arrived, before each receive. */
export async function receiveAll(
  lanes: readonly Receiver<unknown>[],
  values: Values,
  ledger: Ledger,
  here: Here,
  closing: (done: number) => void = () => {},
): Promise<void> {
  const open = new Set(lanes);
  for (let done = 0, step = 0; open.size > 0 && here.goesOn(done); step += 1) {
    closing(done);
    const rx = [...open][step % open.size] as Receiver<unknown>;
    const other = [...open].find((lane) => lane !== rx);
    if (here.number >= 0) ledger.holding(here.number, BATCH);
    const got = await receive(rx, other, step, values, here);
    if (got === undefined) {
      open.delete(rx);
      continue;
    }
    const lane = lanes.indexOf(got.isOther === true ? (other as Receiver<unknown>) : rx);
    ledger.arrived(Array.from(got.values, values.read), lane);
    if (here.number >= 0) ledger.holding(here.number, 0);
    done += got.values.length;
    here.done(got.values.length);
    if (got.values.length === 0) await (got.gaveUp === true ? here.keepAway() : here.pause());
  }
}

/** What comes in this step; `undefined` when the channel has ended. */
async function receive(
  rx: Receiver<unknown>,
  other: Receiver<unknown> | undefined,
  step: number,
  values: Values,
  here: Here,
): Promise<Got | undefined> {
  const isMain = here.place === 0; // it turns its event loop, and waits for both
  const way = isMain ? 'receive: select' : here.way(RECEIVE_WAYS, step);
  here.at(way);
  const room = (): unknown[] => (step % 2 === 0 ? values.room?.(BATCH) : undefined) ?? new Array(BATCH).fill(0);
  try {
    return await RECEIVES[way]?.({ rx, other, room, blocks: !isMain && step % 4 < 2 });
  } catch (error) {
    if (error instanceof RecvError) return undefined;
    throw error;
  }
}
