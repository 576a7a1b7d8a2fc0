import { describe } from '../../core/check.js';
import type { Operation } from '../history/operation.js';
import { RECORDER } from '../history/record.js';
import { Prng } from '../strategy/prng.js';
import { Codec } from './codec.js';
import {
  ANSWER,
  ANSWER_CHARS,
  BROKEN,
  type Control,
  controlOf,
  DETAILED,
  DONE,
  fieldOf,
  OVER,
  PHASE,
  QUIT,
  RUNNING,
  SETTING_UP,
  STATUS,
  THREW,
} from './control.js';
import { EventLoop } from './event-loop.js';
import { Exchange } from './exchange.js';
import { Memory } from './memory.js';
import { Operations } from './operations.js';
import { isThenable, type ProgramCode } from './program-code.js';
import { real, turnEventLoop } from './real.js';
import { HistoryRecorder } from './recorder.js';
import { NOBODY } from './scheduler.js';
import type { Detail, Start } from './start.js';
import { Steps, Unwinding } from './steps.js';

/** What a thread answers after a run, as text in shared memory. */
export interface Answer {
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string; readonly stack: string };
  readonly history?: readonly Operation[];
}

/** A generator that stands at its `yield`, set up; or what an asynchronous one gives. */
type Prepared = Iterator<unknown, unknown, unknown> | AsyncIterator<unknown, unknown, unknown>;

/** One thread of the program under test, in its worker. */
export class CheckedThread {
  readonly control: Control;
  readonly steps: Steps;
  readonly operations: Operations;
  readonly loop: EventLoop;
  /** What the program's set-up made. */
  readonly common = new Memory(-1);
  readonly codec: Codec;
  readonly exchange: Exchange;
  readonly #start: Start;
  readonly #memory: Memory;
  #code!: ProgramCode;
  #prepared: Prepared | undefined;
  readonly #recorder: HistoryRecorder;
  #details: Detail[] = [];
  #answered: Answer = {};

  constructor(start: Start) {
    this.#start = start;
    this.control = controlOf(start.control, start.maxSteps);
    this.steps = new Steps(this.control, start.me, start.threads.length, start.points);
    this.loop = new EventLoop(this.steps);
    this.#memory = new Memory(start.me);
    this.operations = new Operations(this.steps, this.#memory, this.common, this.loop);
    this.codec = new Codec(this.#memory, this.common);
    this.exchange = new Exchange(start, this.control, this.codec, this.common);
    this.#recorder = new HistoryRecorder(start.me, this.control, this.operations);
    this.operations.note = (step, text) => this.#details.push({ step, text, stack: new Error().stack ?? '' });
    Reflect.set(globalThis, RECORDER, this.#recorder);
  }

  get code(): ProgramCode {
    return this.#code;
  }

  set code(code: ProgramCode) {
    this.#code = code;
    const { always } = code;
    if (always !== undefined) this.steps.afterEach = () => this.#check(always);
  }

  /** What the steps of the last detailed run were. */
  takeDetails(): Detail[] {
    return this.#details.splice(0);
  }

  /** Serves the conductor until it quits; for all threads but its own. */
  async serve(): Promise<void> {
    for (;;) {
      this.steps.turn.wait();
      switch (this.control.words[PHASE]) {
        case SETTING_UP:
          await this.setUp();
          this.steps.turn.hand(0);
          break;
        case RUNNING:
          await this.run();
          break;
        case QUIT:
          return;
        default:
          this.skip();
      }
    }
  }

  /** The thread's own set-up, up to its `yield`. */
  async setUp(): Promise<void> {
    this.#reset();
    this.#memory.restart();
    this.operations.making = this.#memory;
    this.operations.mode = 'setting up';
    try {
      const name = this.#start.threads[this.#start.me] as string;
      const body = (this.#code.body as () => Prepared)();
      const first = body.next();
      const { value, done } = isThenable(first) ? await this.loop.settle(name, first) : first;
      if (done === true) throw new TypeError(`${name}: a thread that is a generator must yield once, after its set-up`);
      this.#prepared = body;
      const text = value === undefined ? '{}' : this.codec.encode(`${name}: what it yields`, fields(name, value));
      this.exchange.send(false, text, this.#memory);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.operations.mode = 'outside';
    }
  }

  /** Runs the thread's body; it has the turn for its first step. Answers whether it was the last one to end. */
  async run(): Promise<boolean> {
    if (this.#prepared === undefined) this.#reset();
    this.exchange.receive();
    const { steps, operations } = this;
    steps.begin();
    operations.mode = 'running';
    try {
      const value = this.#begin(this.exchange.value);
      this.#answer({ value: isThenable(value) ? await this.#drive(value) : value });
    } catch (error) {
      if (!steps.unwinding && !(error instanceof Unwinding)) this.#fail(error);
    }
    this.#prepared = undefined;
    return this.#finish();
  }

  /** The run is given up, and this thread had not begun. Answers as {@link CheckedThread.run}. */
  skip(): boolean {
    this.control.words[fieldOf(this.#start.me, STATUS)] = DONE;
    this.#prepared = undefined;
    return this.#passOn(NOBODY);
  }

  #begin(shared: unknown): unknown {
    const { body } = this.#code; // called as a function: traces name it
    if (this.#prepared === undefined) return body(shared);
    const rest = this.#prepared.next(shared);
    return isThenable(rest) ? rest.then((rest) => this.#end(rest)) : this.#end(rest);
  }

  #end({ done, value }: IteratorResult<unknown, unknown>): unknown {
    if (done === true) return value;
    throw new TypeError('a thread that is a generator must yield once, after its set-up');
  }

  async #drive(value: PromiseLike<unknown>): Promise<unknown> {
    try {
      return await this.loop.drive(value);
    } finally {
      await turnEventLoop(); // what was unwound has its microtasks behind it
    }
  }

  #finish(): boolean {
    let next = NOBODY;
    try {
      next = this.steps.finish();
    } catch (error) {
      if (!(error instanceof Unwinding)) throw error;
      this.control.words[fieldOf(this.#start.me, STATUS)] = DONE;
    }
    this.operations.mode = 'outside';
    const { operations } = this.#recorder;
    if (operations.length > 0) this.#answer({ ...this.#answered, history: operations });
    const { ports, me } = this.#start;
    if (me !== 0 && this.control.words[DETAILED] === 1) real.postMessage.call(ports[0], this.takeDetails());
    return this.#passOn(next);
  }

  /** Hands the turn to whoever goes on, or ends the run. The conductor is handed nothing by itself. */
  #passOn(next: number): boolean {
    const { words } = this.control;
    const { me, threads } = this.#start;
    const left = threads.findIndex((_, thread) => words[fieldOf(thread, STATUS)] !== DONE);
    if (left === -1) words[PHASE] = OVER;
    if (left === -1 && me === 0) return true;
    this.steps.turn.hand(left === -1 ? 0 : next === NOBODY ? left : next);
    return left === -1;
  }

  #reset(): void {
    this.steps.reset();
    this.loop.reset();
    this.operations.chance = new Prng(1);
    this.#recorder.operations = [];
    this.#details = [];
    this.#prepared = undefined;
    this.#answered = {};
  }

  /** Leaves the answer where the conductor reads it. */
  #answer(answer: Answer): void {
    this.#answered = answer;
    const text = this.codec.encode(`what ${this.#start.threads[this.#start.me]} returns`, answer);
    if (text.length > ANSWER_CHARS) throw new RangeError(`a thread's answer has at most ${ANSWER_CHARS} characters`);
    (this.control.answers[this.#start.me] as Buffer).write(text, 'utf16le');
    this.control.words[fieldOf(this.#start.me, ANSWER)] = text.length;
  }

  #fail(error: unknown, verdict = THREW): void {
    const { name, message, stack } = error instanceof Error ? error : new Error(`threw ${describe(error)}`);
    this.#answer({ error: { name, message, stack: stack ?? '' } });
    this.steps.scheduler.end(verdict, this.#start.me);
  }

  /** Looks whether what must always hold does. */
  #check(always: (shared: unknown) => unknown): void {
    if (this.operations.mode !== 'running') return;
    this.operations.mode = 'outside';
    try {
      always(this.exchange.value);
    } catch (error) {
      this.#fail(error, BROKEN);
      throw new Unwinding();
    } finally {
      this.operations.mode = 'running';
    }
  }
}

/** What a thread's set-up shares: named, for there are several threads. */
function fields(name: string, value: unknown): object {
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) return value;
  throw new TypeError(`${name}: expected to yield an object of what it shares, got ${describe(value)}`);
}
