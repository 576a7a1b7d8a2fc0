import type { Sender } from 'reveille/channel';
import type { Frame } from 'reveille/queue';
import type { Operation } from '../operations.js';
import { lengthOf, writeItem } from '../values.js';

/** Writes an item in place, and answers how many it sent. */
export type Reserve = (tx: Sender<Uint8Array>, item: number) => number | Promise<number>;

/** Room for the item and for some bytes more, which are not used. */
const room = (item: number): number => lengthOf(item) + (item % 9);

function commit(frame: Frame, item: number): number {
  const length = lengthOf(item);
  writeItem(frame.bytes.subarray(0, length), item);
  frame.commit(length);
  return 1;
}

/** Ways to send bytes that are written in the channel's memory. */
export const RESERVES: Readonly<Partial<Record<Operation, Reserve>>> = {
  'send: reserve': async (tx, item) => commit(await tx.reserve(room(item)), item),
  'send: reserve, blocking': (tx, item) => commit(tx.reserveBlocking(room(item)), item),
  'send: reserve, dropped': async (tx, item) => {
    const first = tx.tryReserve(room(item));
    if (first === undefined) return 0;
    const second = tx.tryReserve(room(item));
    await new Promise(setImmediate); // meanwhile receivers stop at the first one
    if (second === undefined) return commit(first, item);
    first.drop();
    return commit(second, item);
  },
};
