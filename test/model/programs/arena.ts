/** Memory for payloads: lent by one thread, read and released by another, and taken over when its owner has died. */
import assert from 'node:assert/strict';
import { Arena, allocateArena, Ground, home } from '../../../src/threads/wire/index.js';

interface Shared {
  readonly arena: SharedArrayBuffer;
  readonly camp: SharedArrayBuffer;
  /** What the owner has lent. */
  readonly places: readonly number[];
}

/** As many chunks as there are, and where the first one is. */
const [CHUNKS, DATA_AT] = [3, 4096];
/** Half of a chunk, and all of it. */
const [HALF, WHOLE] = [30_000, 60_000];

function lend(lengths: readonly number[]): [Arena, Shared] {
  const arena = new Arena(allocateArena(CHUNKS * 65_536), home.own);
  const places = lengths.map((length) => fill(arena, arena.take(length), 1));
  return [arena, { arena: arena.buffer, camp: home.own.ground.buffer, places }];
}

/** Writes what is recognised. */
function fill(arena: Arena, place: number, mark: number): number {
  if (place >= 0) Atomics.store(arena.words, place >> 2, mark);
  return place;
}

/** It lends two more from a chunk of which the last reader gives it back, perhaps. */
export function* lender(): Generator<Shared, number[]> {
  const [arena, shared] = lend([HALF / 2, WHOLE]);
  yield shared;
  return [arena.take(HALF / 2), arena.take(HALF / 2)];
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
  read(seen(shared, 1), shared.places[0] as number);
}

/** What was lent last is counted, and its chunk belongs to somebody. */
export function counted({ arena }: Shared, [taken]: readonly [readonly number[]]): void {
  assert.equal(new Set(taken).size, 2);
  assert.equal((taken[1] as number) - (taken[0] as number), HALF / 2);
  const entry = 16 + 4 * (((taken[0] as number) - DATA_AT) >> 16);
  const words = new Int32Array(arena);
  assert.notEqual(Atomics.load(words, entry), 0, 'the chunk was given back');
  assert.equal(Atomics.load(words, entry + 1) & 1023, 2);
}

/** It takes the chunk itself when it has read the last of it. */
export function readerWhoTakes({ arena: buffer, camp, places }: Shared): number[] {
  const arena = new Arena(buffer, home.in(new Ground('camp', camp)));
  read(arena, places[0] as number);
  return [1, 2, 3].map(() => arena.take(HALF / 2));
}

/** Its owner has died, which cut from one chunk and has lent the other: whoever needs room takes each of them once all of it was read. */
export function* heir(): Generator<Shared, number[]> {
  const member = home.own;
  const buffer = allocateArena(2 * 65_536);
  const dead = new Arena(buffer, { ground: member.ground, record: 9, epoch: 1 } as typeof home.own); // nobody's record
  const places = [dead.take(HALF), dead.take(WHOLE)].map((place) => fill(dead, place, 1));
  const arena = new Arena(buffer, member);
  yield { arena: buffer, camp: member.ground.buffer, places };
  return [1, 2, 3].map(() => fill(arena, arena.take(WHOLE), 2));
}

export function readerOfBoth(shared: Shared): void {
  const arena = seen(shared, 1);
  for (const place of shared.places) read(arena, place);
}

/** Both want the only chunk that is free. */
export function* claimer(): Generator<Shared, number[]> {
  const [arena, shared] = lend([WHOLE, WHOLE]);
  yield shared;
  return [arena.take(WHOLE)];
}

export function rival({ arena, camp }: Shared): number[] {
  return [new Arena(arena, home.in(new Ground('camp', camp))).take(WHOLE)];
}

export function givenOnce(_: Shared, [one, other]: readonly [readonly number[], readonly number[]]): void {
  given(_, [[...one, ...other]]);
}

/** What is taken was free: no place was given out twice. */
export function given(_: Shared, [taken]: readonly [readonly number[]]): void {
  const places = taken.filter((place) => place >= 0);
  assert.equal(new Set(places).size, places.length, 'given out twice');
}
