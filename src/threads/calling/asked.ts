import { enterAwaited } from '../../core/awaiter.js';
import { CancelledError, DeadlockError, PollError } from '../../core/errors.js';
import { Future } from '../../core/future.js';
import type { Hosted } from '../../core/watch.js';
import { KIND, RUN } from '../wire/layout.js';
import { answerAsked } from '../wire/states.js';
import type { Call } from './call.js';
import type { Desk } from './desk.js';
import { Driven, type Owed, tooLate } from './driven.js';
import { driving } from './driving.js';
import { type Gift, nameOfFunction, reasonOf } from './gift.js';
import { dropPayload, takePayload, writeAnswer } from './mail.js';
import { promiseFrom } from './promise-from.js';
import type { UnderWay } from './under-way.js';

/** What a thread that runs calls may ask of the one whose calls they are. */
export const INVOKE = 0;
export const REASON = 1;
export const ITEMS = 2;

/** In words: call that function; say why that signal was aborted; take these items of the call in that slot, in that run. */
export type Question =
  | readonly [what: typeof INVOKE, gift: number, index: number, args: unknown[]]
  | readonly [what: typeof REASON, gift: number, index: number]
  | readonly [what: typeof ITEMS, slot: number, items: unknown[], run: number];

/** What users call the parts of a question. */
export const partOf = (path: string): string => path.replace(/^\[2\]/, 'items').replace(/^\[3\]/, 'args');

/**
 * Answers what other threads ask of this one: whenever it looks for answers of its own, be it in its event loop or blocked.
 */
export class Asked {
  readonly #desk: Desk;
  readonly #underWay: UnderWay;

  constructor(desk: Desk, underWay: UnderWay) {
    this.#desk = desk;
    this.#underWay = underWay;
  }

  serve(slot: number): void {
    try {
      const question = takePayload(this.#desk, slot) as Question;
      if (question[0] === INVOKE) this.#invoke(slot, question[1], question[2], question[3]);
      else if (question[0] === REASON)
        this.#answer(slot, true, reasonOf(this.#gift(question[1]).signals[question[2]] as AbortSignal));
      else this.#take(slot, question[1], question[2], question[3]);
    } catch (error) {
      this.#answer(slot, false, error);
    }
  }

  #invoke(slot: number, id: number, index: number, args: unknown[]): void {
    const gift = this.#gift(id);
    const result = gift.functions[index]?.(...args);
    const { call } = gift;
    if (result === call) throw new PollError(`${call}: its own function answers it, and so each waits for the other`);
    const name = nameOfFunction(gift.functions[index]);
    const answer = (isValue: boolean, value: unknown): void => this.#answer(slot, isValue, value, name);
    if (result instanceof Future && !goesByEventLoop(result)) {
      const twice = enterAwaited(result);
      if (twice !== undefined) throw twice;
      const end = (isValue: boolean, value: unknown): void => {
        call?.settleOwed(driven);
        answer(isValue, value);
      };
      const driven = new Driven(result, end, driving);
      if (!driven.begin()) return;
      driving.add(driven);
      call?.owe(driven);
      return;
    }
    const promise = promiseFrom(result);
    if (promise === null) {
      answer(true, result);
      return;
    }
    let isOver = false;
    const end = (isValue: boolean, value: unknown): void => {
      call?.settleOwed(owed);
      if (!isOver) answer(isValue, value);
      isOver = true;
    };
    const owed: Owed = {
      blocked: () => end(false, blocked(call as Call<unknown>)),
      [Symbol.dispose]: () => end(false, tooLate()),
    };
    promise.then(
      (value) => end(true, value),
      (error) => end(false, error),
    );
    call?.owe(owed);
  }

  #take(slot: number, callSlot: number, items: unknown[], run: number): void {
    const { table } = this.#desk;
    const call = this.#underWay.at(callSlot);
    // Items may come late, when the slot has another call.
    if (call === undefined || table.words[table.slotAt(callSlot) + RUN] !== run)
      throw new CancelledError('the stream was dropped');
    call.receive(items, (isWanted) =>
      this.#answer(slot, isWanted, isWanted ? null : new CancelledError(`${call} was dropped`)),
    );
  }

  #gift(id: number): Gift {
    const gift = this.#underWay.gift(id);
    if (gift !== undefined) return gift;
    throw tooLate();
  }

  #answer(slot: number, isValue: boolean, result: unknown, name = ''): void {
    const { table } = this.#desk;
    const kind = writeAnswer(this.#desk, slot, name, isValue, result);
    table.words[table.slotAt(slot) + KIND] = kind;
    if (!answerAsked(table, slot)) dropPayload(this.#desk, slot);
  }
}

const blocked = (call: Call<unknown>): DeadlockError =>
  new DeadlockError(
    `blockOn: ${call} asks for what a promise of the thread that blocks on it has to answer; await the call`,
  );

/** A task that is polled by the event loop only comes to nothing while the thread blocks, as a promise. */
const goesByEventLoop = (future: Future<unknown> & Partial<Hosted>): boolean =>
  future['reveille.needsEventLoop']?.() === true;
