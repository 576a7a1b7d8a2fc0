import type { Operation } from '../history/operation.js';
import type { Recorder } from '../history/record.js';
import { show } from '../history/show.js';
import { READS, WRITES } from '../strategy/run.js';
import { type Control, EVENTS } from './control.js';
import type { MainLine } from './main-line.js';
import type { Operations } from './operations.js';
import { isThenable } from './program-code.js';

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
  readonly #line: MainLine;

  constructor(thread: number, control: Control, model: Operations, line: MainLine) {
    this.#thread = thread;
    this.#control = control;
    this.#model = model;
    this.#line = line;
  }

  begin(name: string, args: readonly unknown[]): number {
    if (this.#model.world.mode !== 'running') return -1;
    this.#model.steps.mark(READS); // after all ends before it, and beginnings come in any order
    this.#say(() => `${name}(${args.map(show).join(', ')}) begins`);
    const from = this.#event();
    const operation = { thread: this.#thread, name, args, from, to: Number.POSITIVE_INFINITY, result: undefined };
    return this.operations.push(operation) - 1;
  }

  end(token: number, result: unknown, threw: boolean): void {
    const begun = this.operations[token];
    if (begun === undefined || this.#model.world.mode !== 'running' || this.#model.steps.unwinding) return;
    if (!threw && isPromise(result)) this.#line.halt(new TypeError(`record('${begun.name}'): ${SYNCHRONOUS}`));
    const { thread, name, args, from } = begun; // a spread of it takes 1 us, and this is done in every run
    this.operations[token] = { thread, name, args, from, to: this.#event(), result, threw };
    this.#model.steps.mark(WRITES);
    this.#say(() => `${begun.name} ends: ${threw ? 'threw ' : ''}${show(result)}`);
  }

  #say(text: () => string): void {
    const { steps, world } = this.#model;
    if (steps.detailed) world.note(steps.count - 1, text());
  }

  #event(): number {
    return ((this.#control.words[EVENTS] as number) += 1);
  }
}

const SYNCHRONOUS =
  'expected a synchronous operation, got one that answers a promise: record what happens between two awaits';

/** What cannot be looked at is refused where the history is written down. */
function isPromise(result: unknown): boolean {
  try {
    return isThenable(result);
  } catch {
    return false;
  }
}
