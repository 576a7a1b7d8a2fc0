/** Memory for payloads: lent by one thread, read and released by another, and taken over when its owner has died. */
import assert from 'node:assert/strict';
import { Arena, allocateArena, Ground, home } from '../../../src/threads/wire/index.js';

interface Shared {
  readonly arena: SharedArrayBuffer;
  readonly camp: SharedArrayBuffer;
  /** What the owner has lent. */
  readonly places: readonly number[];
}

/** As many chunks as there are. */
const CHUNKS = 2;
/** Half of a chunk, and all of it. */
const [HALF, WHOLE] = [30_000, 60_000];

function lend(lengths: readonly number[]): [Arena, Shared] {
  const arena = new Arena(allocateArena(CHUNKS * 65_536), home.own);
  const places = lengths.map((length) => fill(arena, arena.take(length), 1));
  return [arena, { arena: arena.buffer, camp: home.own.ground.buffer, places }];
}

/** Writes what is recognised again. */
function fill(arena: Arena, place: number, mark: number): number {
  if (place >= 0) Atomics.store(arena.words, place >> 2, mark);
  return place;
}

/** It lends one more, which must not be where one is that was not read yet. */
export function* lender(): Generator<Shared, number[]> {
  const [arena, shared] = lend([HALF, HALF, WHOLE]);
  yield shared;
  return [fill(arena, arena.take(HALF), 2)];
}

function seen({ arena, camp }: Shared, record: number): Arena {
  return new Arena(arena, { ground: new Ground('camp', camp), record, epoch: 1 } as typeof home.own);
}

function read(arena: Arena, place: number): void {
  assert.ok(arena.reach(place, HALF));
  assert.equal(Atomics.load(arena.words, place >> 2), 1, 'overwritten before it was read');
  arena.release(place);
}

export function reader(shared: Shared): void {
  const arena = seen(shared, 1);
  read(arena, shared.places[0] as number);
}

/** It has died, with all chunks its own: whoever needs room takes one of them once all of it was read. */
export function* heir(): Generator<Shared, number[]> {
  const member = home.own;
  const buffer = allocateArena(CHUNKS * 65_536);
  const dead = new Arena(buffer, { ground: member.ground, record: 9, epoch: 1 } as typeof home.own); // nobody's record
  const places = [dead.take(HALF), dead.take(WHOLE)].map((place) => fill(dead, place, 1));
  const arena = new Arena(buffer, member);
  yield { arena: buffer, camp: member.ground.buffer, places };
  return [fill(arena, arena.take(HALF), 2), fill(arena, arena.take(HALF), 3)];
}

export function readerOfBoth(shared: Shared): void {
  const arena = seen(shared, 1);
  for (const place of shared.places) read(arena, place);
}

/** What is taken was free: no place was given out twice. */
export function given(_: Shared, [taken]: readonly [readonly number[]]): void {
  const places = taken.filter((place) => place >= 0);
  assert.equal(new Set(places).size, places.length, 'given out twice');
}
