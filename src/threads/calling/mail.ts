import { add } from '../../platform/index.js';
import { Packer } from '../payload/packer.js';
import { type Naming, PayloadError, placeIn } from '../payload/payload-error.js';
import type { Give, Take } from '../payload/stand-ins.js';
import { unpack } from '../payload/unpack.js';
import type { Arena } from '../wire/arena.js';
import {
  AT,
  BLOCK_BITS,
  CREW,
  ERROR,
  INLINE_BYTES,
  LENGTH,
  OWNER,
  PARCEL,
  PARCELS,
  PAYLOAD,
  VALUE,
} from '../wire/layout.js';
import type { Desk } from './desk.js';

/** In the place of one in the arena: the value stands in the last array of its parcel. */
const PARCELLED = -1;

/** This thread's: a value is packed and copied in one go. */
const packer = /* @__PURE__ */ new Packer();
/** The long arrays of what is being written. */
const parcelled: ArrayBuffer[] = [];

/**
 * Writes a value into a slot, or into the arena if it is long. Nobody else looks at the slot meanwhile.
 *
 * @param give - replaces functions and signals, if they may be carried.
 * @param parcel - takes long arrays, if whoever reads this gets parcels from here.
 * @param name - what the value is called in errors.
 * @throws PayloadError when it can't be carried, or there is no room for it now.
 */
export function writePayload(
  { table, arena, parcels }: Desk,
  slot: number,
  value: unknown,
  give?: Give,
  parcel: ArrayBuffer[] | null = null,
  name: Naming = 'args',
): void {
  const length = packer.pack(value, give, name, parcel);
  if (packer.ports.length > 0)
    throw new PayloadError("transfer: a port or stream can't be sent by a call; post it to a Worker of your own");
  const at = table.slotAt(slot);
  if (length <= INLINE_BYTES) {
    packer.copyTo(table.bytes, (at + PAYLOAD) * 4);
    table.words[at + AT] = 0;
  } else {
    const place = arena.take(length);
    if (place >= 0) {
      packer.copyTo(arena.bytes, place);
      table.words[at + AT] = place >>> 3;
    } else if (parcel !== null) {
      parcel.push(packed(length)); // what was computed is not lost because whoever called is busy, and takes no answers
      table.words[at + AT] = PARCELLED;
    } else throw noRoom(name, length, arena);
  }
  table.words[at + LENGTH] = length;
  table.words[at + PARCEL] = 0;
  if (parcel === null || parcel.length === 0) return;
  const number = add(table.words, PARCELS, 2) | 1; // never 0
  parcels.send?.({ parcel: number, buffers: parcel });
  table.words[at + PARCEL] = number;
}

/** What was packed, in a buffer of its own. */
function packed(length: number): ArrayBuffer {
  const bytes = new Uint8Array(length);
  packer.copyTo(bytes, 0);
  return bytes.buffer;
}

/** It could be carried, if there were room. */
class NoRoom extends PayloadError {}

function noRoom(name: Naming, length: number, { limit }: Arena): NoRoom {
  const memory = length > limit ? `the ${limit} bytes of` : 'is left of';
  return new NoRoom(
    `${placeIn(name, '') || 'call'}: ${length} bytes are more than ${memory} the memory for calls (options.memory)`,
  );
}

/**
 * Where to put the long arrays of what goes to the thread of that word: null where it gets no parcels from here, as it is not the one that owns this
 * worker.
 */
export function parcelTo({ table, parcels }: Desk, word: number): ArrayBuffer[] | null {
  if (parcels.send === null) return null;
  const { words, seats } = table;
  // Plain looks: the crew's words were written before there was a worker, and the owner's before there was a call.
  const crew = (words[CREW] as number) - 1;
  if (word !== words[seats.ownerOf(crew)]) return null;
  parcelled.length = 0; // of one that could not be carried
  return parcelled;
}

/** Writes what a function of that name answered or threw; or, if that can't be carried, the error that says so. Answers which it is. */
export function writeAnswer(
  desk: Desk,
  slot: number,
  name: string,
  isValue: boolean,
  result: unknown,
): typeof VALUE | typeof ERROR {
  try {
    const owner = desk.table.words[desk.table.blockOf(slot >> BLOCK_BITS) + OWNER] as number;
    answering.name = name;
    answering.isValue = isValue;
    writePayload(desk, slot, result, undefined, parcelTo(desk, owner), partOfAnswer);
    return isValue ? VALUE : ERROR;
  } catch (error) {
    const told = !isValue && error instanceof NoRoom ? result : error; // how long the error is that was thrown says nothing
    try {
      writePayload(desk, slot, told);
    } catch {
      writePayload(desk, slot, briefly(told));
    }
    return ERROR;
  }
}

/** Of the answer that is being written: a closure for each would be made for nothing as a rule. */
const answering = { name: '', isValue: true };
const partOfAnswer = (path: string): string => {
  const { name, isValue } = answering;
  return `${name === '' ? '' : `${name}(): `}${nameOf(isValue)}${path}`;
};

/** What users know it by, whom an error tells of a part that can't be sent. */
export const nameOf = (isValue: boolean): string => (isValue ? 'answer' : 'error');

/** What stands in the slot itself, so that it can be written when there is no memory left. */
function briefly(error: unknown): Error {
  const brief = new PayloadError(inBrief(error instanceof Error ? error.message : String(error)));
  brief.stack = ''; // the stack is longer than all the rest
  return brief;
}

/** The beginning of a text, a byte a character. */
export const inBrief = (text: string): string => text.slice(0, 100).replace(/[^ -~]/g, '?');

/** Takes the value out of a slot. @throws PayloadError when there is none that makes sense. */
export function takePayload(desk: Desk, slot: number, take?: Take): unknown {
  const { table, arena } = desk;
  const { words } = table;
  const at = table.slotAt(slot);
  const length = words[at + LENGTH] as number;
  const place = (words[at + AT] as number) * 8;
  if (place === 0) {
    const start = (at + PAYLOAD) * 4;
    if (length < 0 || length > INLINE_BYTES) throw overwritten();
    return unpack(table.bytes, start, start + length, take, parcelOf(desk, at));
  }
  if (place === PARCELLED * 8) {
    const parcel = parcelOf(desk, at) ?? [];
    const bytes = new Uint8Array(parcel.at(-1) ?? new ArrayBuffer(0));
    table.words[at + AT] = 0;
    if (length !== bytes.length) throw overwritten();
    return unpack(bytes, 0, length, take, parcel);
  }
  if (!arena.reach(place, length)) throw overwritten();
  try {
    return unpack(arena.bytes, place, place + length, take, parcelOf(desk, at));
  } finally {
    dropPayload(desk, slot);
  }
}

/** What came by a port along with it. */
function parcelOf({ table: { words }, parcels }: Desk, at: number): readonly ArrayBuffer[] | undefined {
  const parcel = words[at + PARCEL] as number;
  if (parcel === 0) return undefined;
  words[at + PARCEL] = 0;
  return parcels.take(parcel);
}

/** Nobody will read it. */
export function dropPayload({ table, arena, parcels }: Desk, slot: number): void {
  const at = table.slotAt(slot);
  const parcel = table.words[at + PARCEL] as number;
  table.words[at + PARCEL] = 0;
  if (parcel !== 0) parcels.drop(parcel);
  const place = (table.words[at + AT] as number) * 8;
  if (place === 0) return;
  table.words[at + AT] = 0;
  if (arena.reach(place, 0)) arena.release(place);
}

const overwritten = (): PayloadError => new PayloadError('call: the shared memory was overwritten by something else');
