/** Questions to one certain thread, which are answered, or taken back because that thread is held to be dead. */
import assert from 'node:assert/strict';
import {
  ASKED,
  answerAsked,
  askThread,
  type CallTable,
  PAYLOAD,
  STATE,
  STATES,
  takeAnswered,
  unaskThread,
} from '../../../src/threads/wire/index.js';
import { Bell, Calls, type Shared, seen } from './calls.js';

const [FIRST, SECOND] = [3, 5];

interface Asking extends Shared {
  /** The seat of the thread that is asked. */
  readonly seat: number;
}

class Asker extends Calls {
  readonly asked = this.table.seats.take(new Bell());

  ask(argument: number): number {
    const slot = this.slots.take();
    this.table.words[this.table.slotAt(slot) + PAYLOAD] = argument;
    askThread(this.table, slot, this.asked);
    return slot;
  }

  override share(slot: number): Asking {
    return { ...super.share(slot), seat: this.asked };
  }
}

/** Asks one thing, and waits for the answer. */
export function* asker(): Generator<Asking, readonly number[]> {
  const asker = new Asker();
  yield asker.share(asker.slots.take());
  asker.ask(FIRST);
  return asker.answers(1);
}

/** Has asked one thing, and asks another one without waiting in between: they come in their order. */
export function* askerOfTwo(): Generator<Asking, readonly number[]> {
  const asker = new Asker();
  yield asker.share(asker.ask(FIRST));
  asker.ask(SECOND);
  return asker.answers(2);
}

/** Takes its question back, if it is not answered by then. */
export function* doubter(): Generator<Asking, readonly number[]> {
  const asker = new Asker();
  const slot = asker.ask(FIRST);
  yield asker.share(slot);
  return unaskThread(asker.table, slot) ? [] : asker.answers(1);
}

/** Looks until it is asked something, and answers the square. Answers what it was asked. */
function serve(table: CallTable, seat: number, count: number): number[] {
  const found: number[] = [];
  while (found.length < count)
    if (Atomics.load(table.words, table.headOf(seat)) !== 0) takeAnswered(table, seat, found);
  return found.map((slot) => {
    const at = table.slotAt(slot);
    assert.equal((Atomics.load(table.words, at + STATE) as number) & STATES, ASKED, 'taken for an answer');
    const argument = table.words[at + PAYLOAD] as number;
    table.words[at + PAYLOAD] = argument * argument;
    assert.ok(answerAsked(table, slot));
    return argument;
  });
}

export const asked = (shared: Asking): number[] => serve(seen(shared), shared.seat, 1);
export const askedTwice = (shared: Asking): number[] => serve(seen(shared), shared.seat, 2);

/** Answers once, and has the answer of the very question refused if that was taken back. */
export const lateAnswerer = (shared: Asking): boolean => answerAsked(seen(shared), shared.slot);

export const squared = (_: Shared, [answers]: readonly [number[]]): void => assert.deepEqual(answers, [FIRST * FIRST]);
export const inOrder = (_: Shared, [answers, asked]: readonly [number[], number[]]): void => {
  assert.deepEqual(asked, [FIRST, SECOND]);
  assert.deepEqual(answers, [FIRST * FIRST, SECOND * SECOND]);
};
export const onceOrNotAtAll = (_: Shared, [answers, isAnswered]: readonly [number[], boolean]): void =>
  assert.equal(answers.length, isAnswered ? 1 : 0);
