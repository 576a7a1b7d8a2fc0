import { FRESH } from '../../platform/fresh-start.js';
import type { Operation } from '../history/operation.js';
import { RECORDER } from '../history/record.js';
import { Prng } from '../strategy/prng.js';
import { bufferNames } from './buffer-names.js';
import { Buffers } from './buffers.js';
import { Codec } from './codec.js';
import {
  ANSWER,
  ANSWER_CHARS,
  BETWEEN,
  BROKEN,
  type Control,
  CUT,
  controlOf,
  DONE,
  fieldOf,
  OVER,
  PHASE,
  QUIT,
  RUNNING,
  SETTING_UP,
  STATUS,
  THREW,
  VERDICT,
} from './control.js';
import { Details } from './details.js';
import { EventLoop } from './event-loop.js';
import { Exchange, fields } from './exchange.js';
import { type MainLine, type ToldError, toldError } from './main-line.js';
import { Memory } from './memory.js';
import { Operations } from './operations.js';
import { named } from './places.js';
import { PlainWrites } from './plain-writes.js';
import { isThenable, type ProgramCode } from './program-code.js';
import { real, turnEventLoop } from './real.js';
import { HistoryRecorder } from './recorder.js';
import { NOBODY } from './scheduler.js';
import type { Start } from './start.js';
import { Steps, Unwinding } from './steps.js';
import { World } from './world.js';

/** What a thread answers after a run, as text in shared memory. */
export interface Answer {
  readonly value?: unknown;
  readonly error?: ToldError;
  readonly history?: readonly Operation[];
}

/** A generator that stands at its `yield`, set up; or what an asynchronous one gives. */
type Prepared = Iterator<unknown, unknown, unknown> | AsyncIterator<unknown, unknown, unknown>;

/** One thread of the program under test, in its worker. */
export class CheckedThread {
  readonly control: Control;
  readonly steps: Steps;
  readonly world: World;
  readonly operations: Operations;
  readonly loop: EventLoop;
  /** What the program's set-up made. */
  readonly common: Memory;
  readonly codec: Codec;
  readonly exchange: Exchange;
  readonly details = new Details();
  readonly line: MainLine;
  readonly plainWrites: PlainWrites;
  readonly #start: Start;
  readonly #name: string;
  readonly #memory: Memory;
  readonly #buffers: Buffers;
  readonly #recorder: HistoryRecorder;
  /** What the library and the program keep from run to run, and have to forget. */
  readonly #fresh = new Set<() => void>();
  #code!: ProgramCode;
  #rehearsed = false;
  #prepared: Prepared | undefined;
  #answer: Answer = {};
  #settles = false;

  constructor(start: Start, line: MainLine) {
    this.line = line;
    this.#start = start;
    this.#name = start.threads[start.me] as string;
    this.control = controlOf(start.control, start.maxSteps);
    this.steps = new Steps(this.control, start.me, start.threads.length, start.points);
    const buffers = new Buffers();
    this.#buffers = buffers;
    this.plainWrites = new PlainWrites(buffers, this.control);
    this.common = new Memory(-1, buffers, line.refuse);
    this.#memory = new Memory(start.me, buffers, line.refuse);
    const note = (step: number, text: string): void => this.#note(step, text);
    this.world = new World(this.#memory, note, line.refuse);
    this.loop = new EventLoop(this.steps, this.world);
    this.operations = new Operations(this.steps, this.world, this.#memory);
    this.codec = new Codec(buffers, this.#memory);
    this.exchange = new Exchange(start, this.control, this.codec, buffers);
    this.#recorder = new HistoryRecorder(start.me, this.control, this.operations, line);
    this.steps.onEndless = () => this.#goOn();
    Reflect.set(globalThis, RECORDER, this.#recorder);
    Reflect.set(globalThis, FRESH, this.#fresh);
  }

  get code(): ProgramCode {
    return this.#code;
  }

  set code(code: ProgramCode) {
    this.#code = code;
    const { always } = code;
    if (always !== undefined) this.steps.afterEach = () => this.#check(always);
  }

  /** An error that nobody caught: the run's, if there is one. */
  uncaught(error: unknown): void {
    if (this.world.isInside || this.#settles) this.loop.fail(error);
    else this.line.fail(error);
  }

  /** Lets the thread's event loop turn, so that rejections which nobody handles are told. */
  async breathe(): Promise<void> {
    await turnEventLoop();
    this.line.haltIfFailed();
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
        case BETWEEN:
          await this.breathe();
          this.steps.turn.hand(0);
          break;
        case QUIT:
          return;
        default:
          this.skip();
      }
    }
  }

  /** What each thread left after the run, as text. */
  answers(): string[] {
    const { words, answers } = this.control;
    return this.#start.threads.map((_, thread) => {
      const length = words[fieldOf(thread, ANSWER)] as number;
      return length === 0 ? '{}' : (answers[thread] as Buffer).toString('utf16le', 0, 2 * length);
    });
  }

  /** The thread's own set-up, up to its `yield`. */
  async setUp(): Promise<void> {
    const { world, exchange } = this;
    world.making = this.#memory;
    world.mode = 'setting up';
    try {
      exchange.receive();
      if (!this.#rehearsed) await this.#memory.rehearse(() => this.#rehearse());
      this.#rehearsed = true;
      this.#reset();
      this.#memory.restart();
      const { body, value } = await this.#prepare();
      const shared = value === undefined ? {} : fields(`${this.#name}: what it yields`, value, BY_NAME);
      exchange.send('own', this.codec.encode(`${this.#name}: what it yields`, shared), this.#memory);
      this.#prepared = body;
    } catch (error) {
      this.line.halt(error);
    } finally {
      world.mode = 'outside';
    }
  }

  async #prepare(): Promise<{ body: Prepared; value: unknown }> {
    const body = this.#code.body(this.exchange.early) as Prepared;
    const first = body.next();
    const { value, done } = isThenable(first) ? await this.loop.settle(this.#name, first) : first;
    if (done === true) throw new TypeError(`${this.#name}: ${MUST_YIELD}`);
    return { body, value };
  }

  async #rehearse(): Promise<void> {
    this.#reset();
    const putBack = this.#buffers.note(); // what it does to the memory of others is not to be done twice
    const { body } = await this.#prepare();
    const end = body.return?.(undefined);
    if (isThenable(end)) await this.loop.settle(this.#name, end);
    this.steps.waits.forget(this.#start.me);
    putBack();
  }

  /** Runs the thread's body; it has the turn for its first step. Answers whether it was the last one to end. */
  async run(): Promise<boolean> {
    if (this.#prepared === undefined) this.#reset();
    this.exchange.receive();
    const shared = this.exchange.value;
    const { steps, world } = this;
    steps.begin();
    world.mode = 'running';
    try {
      this.#answer = { value: await this.#perform(shared) };
    } catch (error) {
      if (!steps.unwinding && !Unwinding.is(error)) this.#fail(error);
    }
    this.#prepared = undefined;
    return this.#finish();
  }

  /** The run is given up, and this thread had not begun. Answers as {@link CheckedThread.run}. */
  skip(): boolean {
    this.world.mode = 'running';
    try {
      // What an asynchronous one has behind its `yield` would run too late.
      if (this.#prepared !== undefined && Symbol.iterator in this.#prepared) this.#prepared.return?.(undefined);
    } catch {
      // it was to be got out of its code, and is
    }
    this.world.mode = 'outside';
    this.#prepared = undefined;
    this.control.words[fieldOf(this.#start.me, STATUS)] = DONE;
    return this.#passOn(NOBODY);
  }

  /**
   * Lets the host's event loop turn, so that what code which is not asynchronous has left to promises fails in the run to
   * which it belongs, and not where the loop happens to turn next.
   *
   * @throws an error that nobody caught there.
   */
  async settle(): Promise<void> {
    const { mode } = this.world;
    this.world.mode = 'outside'; // what goes on behind a promise is no part of the run
    this.#settles = true;
    await turnEventLoop();
    this.#settles = false;
    this.world.mode = mode;
    this.loop.throwIfFailed();
  }

  async #perform(shared: unknown): Promise<unknown> {
    let value: unknown;
    try {
      value = this.#begin(shared);
    } catch (error) {
      await this.settle().catch(() => {}); // what was thrown comes first, and what is unwound may reject anything
      throw error;
    }
    if (!isThenable(value)) {
      if (this.loop.hasMore && !this.steps.unwinding) this.world.refuse(`${this.#name}: ${LEFT_BEHIND}`);
      await this.settle();
      return value;
    }
    return await this.#drive(value);
  }

  #begin(shared: unknown): unknown {
    const { body } = this.#code; // called as a function: traces name it
    if (this.#prepared === undefined) return body(shared);
    const rest = this.#prepared.next(shared);
    return isThenable(rest) ? rest.then((rest) => this.#end(rest)) : this.#end(rest);
  }

  #end({ done, value }: IteratorResult<unknown, unknown>): unknown {
    return done === true ? value : this.line.halt(new TypeError(`${this.#name}: ${MUST_YIELD}`));
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
      if (!Unwinding.is(error)) throw error;
      this.control.words[fieldOf(this.#start.me, STATUS)] = DONE;
    }
    this.world.mode = 'answering';
    this.#leaveAnswer();
    this.world.mode = 'outside';
    const { ports, me } = this.#start;
    if (me !== 0 && this.steps.detailed && !this.#start.narrates) real.postMessage.call(ports[0], this.details.take());
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

  /** The thread cannot be got out of its code. */
  #goOn(): never {
    if (this.control.words[VERDICT] === CUT) this.line.refuse(`${this.#name}: ${ENDLESS}`);
    this.#leaveAnswer();
    return this.line.leave({ endless: this.#start.me });
  }

  #reset(): void {
    this.steps.reset();
    this.loop.reset();
    this.world.chance = new Prng(1);
    this.#recorder.operations = [];
    this.details.take();
    this.#prepared = undefined;
    this.#answer = {};
    for (const forget of this.#fresh) forget();
  }

  /** Leaves the answer where the conductor reads it. Of a run that is given up, only the error matters. */
  #leaveAnswer(): void {
    const { error } = this.#answer;
    if (this.steps.unwinding && error === undefined) return;
    const text = error === undefined ? this.#encoded() : JSON.stringify({ error });
    (this.control.answers[this.#start.me] as Buffer).write(text, 'utf16le');
    this.control.words[fieldOf(this.#start.me, ANSWER)] = text.length;
  }

  #encoded(): string {
    try {
      const value = this.codec.encode(`what ${this.#name} returns`, this.#answer.value);
      const history = this.codec.encode(`what ${this.#name} records`, this.#recorder.operations, 'errors too');
      const text = `{"value":${value},"history":${history}}`;
      if (text.length <= ANSWER_CHARS) return text;
      throw new RangeError(`${this.#name}: what it returns and records takes more than ${ANSWER_CHARS} characters`);
    } catch (error) {
      return this.line.halt(error);
    }
  }

  /** A step was put into words. */
  #note(step: number, text: string): void {
    this.details.add(step, text);
    if (!this.#start.narrates) return;
    const names = bufferNames(this.exchange.value);
    for (const detail of this.details.take())
      this.line.tell({ detail: { ...detail, text: named(detail.text, names) } });
  }

  #fail(error: unknown, verdict = THREW): void {
    this.steps.use();
    this.#answer = { error: toldError(error) };
    this.steps.scheduler.end(verdict, this.#start.me);
  }

  /** Looks whether what must always hold does. */
  #check(always: (shared: unknown) => unknown): void {
    if (this.world.mode !== 'running') return;
    try {
      const answer = this.world.judge(() => always(this.exchange.value));
      if (isThenable(answer)) this.line.halt(new TypeError(`${this.#start.always}: ${MUST_NOT_WAIT}`));
      if (answer === false) throw new Error(`${this.#start.always} answered false`);
    } catch (error) {
      this.#fail(error, BROKEN);
      throw new Unwinding();
    }
  }
}

const BY_NAME = 'an object of what is shared by name';

const MUST_YIELD = 'a thread that is a generator must yield once, after its set-up';

/** Of what judges a run: nobody would wait for its promise. */
export const MUST_NOT_WAIT = 'expected a synchronous function, got one that answers a promise';

const LEFT_BEHIND =
  'a thread that leaves timers, immediates or waits behind must return the promise of all that they bring about';

const ENDLESS =
  'goes on after the run was given up, since others show the same: it catches every exception, those of the checker too';
