import { describe } from '../../core/check.js';
import type { Operation } from '../history/operation.js';
import type { Recorder } from '../history/record.js';
import { READS, WRITES } from '../strategy/run.js';
import { type Control, EVENTS } from './control.js';
import type { Operations } from './operations.js';

/**
 * Takes down what a thread's recorded operations were, and when. Beginnings and ends are steps of their own: between the
 * end of one operation and the beginning of the next, another thread may do a whole one, and that order binds.
 */
export class HistoryRecorder implements Recorder {
  /** What was recorded in this run. */
  operations: Operation[] = [];
  readonly #thread: number;
  readonly #control: Control;
  readonly #model: Operations;

  constructor(thread: number, control: Control, model: Operations) {
    this.#thread = thread;
    this.#control = control;
    this.#model = model;
  }

  begin(name: string, args: readonly unknown[]): number {
    if (this.#model.world.mode !== 'running') return -1;
    this.#model.steps.mark(READS); // after all ends before it, and beginnings come in any order
    this.#say(() => `${name}(${args.map(describe).join(', ')}) begins`);
    const from = this.#event();
    const operation = { thread: this.#thread, name, args, from, to: Number.POSITIVE_INFINITY, result: undefined };
    return this.operations.push(operation) - 1;
  }

  end(token: number, result: unknown, threw: boolean): void {
    const begun = this.operations[token];
    if (begun === undefined || this.#model.world.mode !== 'running' || this.#model.steps.unwinding) return;
    const { thread, name, args, from } = begun; // a spread of it takes 1 us, and this is done in every run
    this.operations[token] = { thread, name, args, from, to: this.#event(), result, threw };
    this.#model.steps.mark(WRITES);
    this.#say(() => `${begun.name} ends: ${describe(result)}`);
  }

  #say(text: () => string): void {
    const { steps, world } = this.#model;
    if (steps.detailed) world.note(steps.count - 1, text());
  }

  #event(): number {
    return ((this.#control.words[EVENTS] as number) += 1);
  }
}
