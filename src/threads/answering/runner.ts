import { add, steadyNow } from '../../platform/index.js';
import type { Desk } from '../calling/desk.js';
import { dropPayload, writeAnswer } from '../calling/mail.js';
import { promiseFrom } from '../calling/promise-from.js';
import { BUSY_US, DONE, FAILED, KIND, STREAM_END, VALUE } from '../wire/layout.js';
import { answerCall } from '../wire/states.js';
import type { Idleness } from './idleness.js';
import { askerOf, ENDED, isMade, type Made, produce } from './producer.js';
import { followSignals, type Lent } from './taker.js';
import { RunningCall, running } from './this-call.js';

/** Runs a function of the module by its name. */
export type Run = (name: string, args: unknown[]) => unknown;

/** Whose turn it is when a call ends. */
export interface Turns {
  /** A call is about to be answered, and is not under way any more. */
  answers(): void;
  /** A call has been answered that was not answered at once. */
  ended(): void;
}

/** Runs the calls that a worker has claimed, and answers them. */
export class Runner {
  readonly #desk: Desk;
  readonly #run: Run;
  readonly #turns: Turns;
  readonly #idleness: Idleness;
  /** When the last call was answered. */
  #lastEnd = steadyNow();

  /** @param run - runs a function; what it throws is the call's error. */
  constructor(desk: Desk, idleness: Idleness, run: Run, turns: Turns) {
    this.#desk = desk;
    this.#run = run;
    this.#turns = turns;
    this.#idleness = idleness;
  }

  /** Runs it; `lent` are the signals that it carries. */
  start(slot: number, name: string, args: unknown[], lent: readonly Lent[] | null): void {
    const start = steadyNow();
    this.#idleness.ended(this.#lastEnd, start);
    const follow = lent === null ? null : () => followSignals(this.#desk, slot, lent);
    const call = new RunningCall(this.#desk, slot, name, follow);
    const outer = running.now;
    running.now = call;
    running.calls.set(slot, call);
    call.look(); // what was aborted before it began
    let result: unknown;
    try {
      result = this.#run(name, args);
    } catch (error) {
      this.#end(slot, call);
      this.answer(slot, name, false, error, start);
      return;
    } finally {
      running.now = outer;
    }
    if (typeof result === 'object' && result !== null) {
      const promise = isMade(result) ? this.#produce(slot, result, call) : promiseFrom(result);
      if (promise !== null) {
        this.#follow(slot, call, promise, start);
        return;
      }
    }
    this.#end(slot, call);
    this.answer(slot, name, true, result, start);
  }

  #follow(slot: number, call: RunningCall, promise: PromiseLike<unknown>, start: number): void {
    promise.then(
      (value) => {
        if (isMade(value)) this.#follow(slot, call, this.#produce(slot, value, call), start);
        else this.#later(slot, call, true, value, start);
      },
      (error) => this.#later(slot, call, false, error, start),
    );
  }

  #produce(slot: number, made: Made, call: RunningCall): Promise<unknown> {
    return produce(made, call, askerOf(this.#desk, slot, call));
  }

  #later(slot: number, call: RunningCall, isValue: boolean, result: unknown, start: number): void {
    this.#end(slot, call);
    this.answer(slot, call.name, isValue, result, start);
    this.#turns.ended();
  }

  #end(slot: number, call: RunningCall): void {
    call.end();
    running.calls.delete(slot);
  }

  /** Answers a call of that function, which began then. */
  answer(slot: number, name: string, isValue: boolean, result: unknown, start: number): void {
    const { table } = this.#desk;
    const { words } = table;
    const isStream = result === ENDED;
    const kind = writeAnswer(this.#desk, slot, name, isValue, isStream ? null : result);
    words[table.slotAt(slot) + KIND] = isStream ? STREAM_END : kind;
    add(words, kind === VALUE ? DONE : FAILED, 1);
    this.#turns.answers();
    if (!answerCall(table, slot, this.#desk.seat)) dropPayload(this.#desk, slot);
    this.#lastEnd = steadyNow(); // whoever waits is not to wait for the clock
    const took = Math.round((this.#lastEnd - start) * 1000);
    if (took > 0) add(words, BUSY_US, took);
  }
}
