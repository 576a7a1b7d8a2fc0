import { NOWHERE, QUEUES, READS, WIDE, WRITES } from '../../../src/testing/strategy/run.js';
import { type Answer, type Ending, type Operation, WORDS } from '../litmus.js';
import { Patience } from './toy-patience.js';

/** What the toy machine does besides, as a thread with an event loop does. */
export type ToyOperation =
  | Operation
  /** Begins to wait as `waitAsync` does, and goes on: answers `async` or `not-equal`. */
  | { readonly do: 'enlist'; readonly at: number; readonly value: number }
  /** Waits for the notification that the thread enlisted for, with a time limit; no step if it did not enlist. */
  | { readonly do: 'await' };

export type ToyProgram = readonly (readonly ToyOperation[])[];

export const enlist = (at: number, value: number): ToyOperation => ({ do: 'enlist', at, value });
export const awaitIt: ToyOperation = { do: 'await' };

/** What differs between machines. */
export interface MachineOptions {
  /** Whether a thread may lose its turn after an operation that changed a word, too. */
  readonly afterWrites: boolean;
  /** How often a thread looks at a word, or waits to the end of a time limit, in vain before it is held. */
  readonly looks: number;
}

export const USUAL: MachineOptions = {
  afterWrites: false,
  looks: 2,
};

/** What a step might do. */
export interface Touch {
  readonly place: number;
  readonly access: number;
}

type Status = 'ready' | 'written' | 'waiting' | 'notified' | 'over';

interface Thread {
  next: number;
  status: Status;
  answers: Answer[];
  /** Of a spin: which of its words it looks at next. Of operations that count: how often they looked or waited. */
  word: number;
  patience: Patience;
  /** At which word it waits, or is enlisted; {@link NOWHERE} otherwise. */
  at: number;
  /** The step that notified it; -1 if none did. */
  cause: number;
}

/** The threads of a litmus program and their memory, one step after the other. */
export class Machine {
  readonly #program: ToyProgram;
  readonly #options: MachineOptions;
  #memory: number[] = Array.from({ length: WORDS }, () => 0);
  /** How often each word has changed. */
  #versions: number[] = Array.from({ length: WORDS }, () => 0);
  #threads: Thread[];
  /** Who waits, the first at the front. */
  #queue: number[] = [];
  #steps = 0;
  #failed: number | undefined;

  constructor(program: ToyProgram, options: MachineOptions) {
    this.#program = program;
    this.#options = options;
    this.#threads = program.map(() => newThread(this.#versions, options.looks));
    for (const thread of program.keys()) this.#plainCode(thread);
  }

  clone(): Machine {
    const copy = new Machine(this.#program, this.#options);
    copy.#memory = [...this.#memory];
    copy.#versions = [...this.#versions];
    copy.#threads = this.#threads.map((thread) => ({
      ...thread,
      answers: [...thread.answers],
      patience: thread.patience.clone(copy.#versions),
    }));
    copy.#queue = [...this.#queue];
    copy.#steps = this.#steps;
    copy.#failed = this.#failed;
    return copy;
  }

  /** Two machines with the same key go on in the same way. */
  get key(): string {
    const threads = this.#threads.map((t) =>
      [t.next, t.status, t.word, t.patience.key, t.at, t.cause !== -1, t.answers.join()].join(':'),
    );
    return [this.#memory.join(), this.#queue.join(), this.#failed, ...threads].join(';');
  }

  get ending(): Ending {
    return {
      answers: this.#threads.map(({ answers }) => answers),
      finished: this.#threads.map(({ status }) => status === 'over'),
      failed: this.#failed,
      memory: this.#memory,
    };
  }

  get enabled(): number {
    return this.#free || this.#stuck;
  }

  get timed(): number {
    return (this.#free || this.#stuck) & this.#mask(({ status }) => status === 'waiting');
  }

  /** Whose time limit could end, had something changed. */
  get held(): number {
    if (this.#failed !== undefined) return 0;
    return this.#mask(({ status }, thread) => status === 'waiting' && this.#limited(thread)) & ~this.timed;
  }

  /** Who can go. */
  get #free(): number {
    return this.#mask((_, thread) => this.#canGo(thread));
  }

  /** Who goes when nobody can: the first of those who are held, but for those who would spin for ever. */
  get #stuck(): number {
    const held = this.#mask((_, thread) => this.#isHeld(thread));
    return held & -held;
  }

  /** What the next step of a thread that can go will be about. */
  pending(thread: number): Touch {
    const { status } = this.#thread(thread);
    if (status === 'notified') return { place: NOWHERE, access: 0 };
    if (status === 'waiting') return { place: this.#thread(thread).at, access: QUEUES };
    const operation = this.#operation(thread);
    const place = placeOf(operation, this.#thread(thread).word);
    return { place, access: status === 'written' ? WRITES | (accessOf(operation) & WIDE) : accessOf(operation) };
  }

  /** Which step let the thread go on, if it was notified; else -1. */
  cause(thread: number): number {
    return this.#thread(thread).status === 'notified' ? this.#thread(thread).cause : -1;
  }

  /** Makes the next step of a thread. */
  step(thread: number): Touch {
    const { status } = this.#thread(thread);
    const touch = this.pending(thread);
    if (status === 'ready') this.#look(thread, touch);
    else if (status === 'written') this.#advance(thread);
    else this.#endWait(thread);
    this.#steps += 1;
    return touch;
  }

  /** Makes a step, and takes note of whether it was in vain. */
  #look(thread: number, touch: Touch): void {
    const { place } = touch;
    if (touch.access === QUEUES) {
      this.#operate(thread, place);
      return;
    }
    const { patience } = this.#thread(thread);
    const places = wordsOf(touch);
    const vain = this.#isVain(thread);
    const before = [...this.#versions];
    patience.sees(places);
    this.#operate(thread, place);
    const changed = places.filter((word) => this.#versions[word] !== before[word]);
    for (const word of changed) patience.changes(word);
    if (vain) patience.looksInVain(places);
  }

  /** Whether the next operation of a thread will change nothing, nor begin to wait. */
  #isVain(thread: number): boolean {
    const operation = this.#operation(thread);
    const seen = this.#memory[placeOf(operation, this.#thread(thread).word)];
    if (operation.do === 'store') return seen === operation.value;
    if (operation.do === 'compareExchange')
      return seen !== operation.expected || operation.expected === operation.value;
    if (operation.do === 'wait' || operation.do === 'enlist' || operation.do === 'naps')
      return seen !== operation.value;
    if (operation.do === 'storeBoth') {
      return seen === operation.value && this.#memory[operation.at + 1] === operation.value;
    }
    return ['load', 'loadBoth', 'spin', 'tries'].includes(operation.do);
  }

  #operate(thread: number, place: number): void {
    const operation = this.#operation(thread);
    const old = this.#memory[place] as number;
    if (operation.do === 'load') this.#advance(thread, old);
    else if (operation.do === 'loadBoth') this.#advance(thread, `${old},${this.#memory[place + 1]}`);
    else if (operation.do === 'store') this.#write(thread, place, operation.value);
    else if (operation.do === 'storeBoth') this.#write(thread, place, operation.value, operation.value);
    else if (operation.do === 'add') this.#exchange(thread, place, old + operation.value);
    else if (operation.do === 'compareExchange') {
      this.#exchange(thread, place, old === operation.expected ? operation.value : old);
    } else if (operation.do === 'notify') this.#advance(thread, this.#notify(place, operation.count));
    else if (operation.do === 'spin') this.#spin(thread, operation, old);
    else if (operation.do === 'tries') this.#try(thread, operation, old);
    else if (operation.do === 'naps' && operation.value !== old) this.#endLoop(thread, this.#thread(thread).word);
    else if ('value' in operation && operation.value === old) this.#beginWait(thread, place, operation.do === 'enlist');
    else this.#advance(thread, 'not-equal');
  }

  #exchange(thread: number, place: number, value: number): void {
    this.#thread(thread).answers.push(this.#memory[place] as number);
    this.#write(thread, place, value);
  }

  #beginWait(thread: number, place: number, goesOn: boolean): void {
    this.#thread(thread).at = place;
    this.#queue.push(thread);
    if (goesOn) this.#advance(thread, 'async');
    else this.#thread(thread).status = 'waiting';
  }

  #endWait(thread: number): void {
    const state = this.#thread(thread);
    const notified = state.status === 'notified';
    this.#queue = this.#queue.filter((other) => other !== thread);
    state.at = NOWHERE;
    state.cause = -1;
    if (notified) state.patience.learns();
    else state.patience.waitsInVain();
    const operation = this.#operation(thread);
    if (operation.do === 'naps') this.#nap(thread, operation, notified);
    else this.#advance(thread, notified ? 'ok' : 'timed-out');
  }

  #write(thread: number, place: number, ...values: readonly number[]): void {
    const changed = values.some((value, i) => this.#memory[place + i] !== value);
    for (const [i, value] of values.entries()) {
      this.#memory[place + i] = value;
      if (changed) (this.#versions[place + i] as number) += 1;
    }
    if (changed && this.#options.afterWrites) this.#thread(thread).status = 'written';
    else this.#advance(thread);
  }

  #notify(place: number, count: number): number {
    const woken = this.#queue.filter((thread) => this.#thread(thread).at === place).slice(0, count);
    for (const thread of woken) {
      const state = this.#thread(thread);
      state.cause = this.#steps;
      if (state.status === 'waiting') state.status = 'notified';
    }
    this.#queue = this.#queue.filter((thread) => !woken.includes(thread));
    return woken.length;
  }

  #spin(thread: number, { on, until }: Operation & { do: 'spin' }, seen: number): void {
    const state = this.#thread(thread);
    if (seen === until || (this.#free & (1 << thread)) === 0) this.#endLoop(thread, seen);
    else state.word = (state.word + 1) % on.length;
  }

  #try(thread: number, { until, most }: Operation & { do: 'tries' }, seen: number): void {
    const state = this.#thread(thread);
    state.word += 1;
    if (seen === until || state.word === most) this.#endLoop(thread, state.word);
  }

  #nap(thread: number, { most }: Operation & { do: 'naps' }, notified: boolean): void {
    const state = this.#thread(thread);
    state.status = 'ready';
    state.word += notified ? 0 : 1;
    if (notified || state.word === most) this.#endLoop(thread, state.word);
  }

  #endLoop(thread: number, answer: Answer): void {
    this.#thread(thread).word = 0;
    this.#advance(thread, answer);
  }

  #advance(thread: number, ...answers: readonly Answer[]): void {
    const state = this.#thread(thread);
    state.answers.push(...answers);
    state.status = 'ready';
    state.next += 1;
    this.#plainCode(thread);
  }

  /** What comes before the next operation belongs to the step before it. */
  #plainCode(thread: number): void {
    const state = this.#thread(thread);
    const operations = this.#program[thread] as readonly ToyOperation[];
    for (let operation = operations[state.next]; ; operation = operations[state.next]) {
      if (operation === undefined) state.status = 'over';
      if (operation?.do === 'await' && state.at !== NOWHERE) state.status = state.cause === -1 ? 'waiting' : 'notified';
      const isStep = !['jump', 'fail', 'await'].includes(operation?.do ?? '');
      if (isStep || state.status !== 'ready') return;
      const latest = state.answers.at(-1);
      if (operation?.do === 'fail' && latest === operation.when) this.#failed = thread;
      state.next += operation?.do === 'jump' && latest === operation.when ? 1 + operation.by : 1;
    }
  }

  #canGo(thread: number): boolean {
    const { status, patience } = this.#thread(thread);
    if (this.#failed !== undefined) return false;
    if (status === 'waiting') return this.#limited(thread) && !patience.tiresOfWaiting;
    return ['ready', 'written', 'notified'].includes(status) && !this.#isTired(thread);
  }

  #isHeld(thread: number): boolean {
    const { status } = this.#thread(thread);
    if (this.#failed !== undefined) return false;
    if (status === 'waiting') return this.#limited(thread);
    if (!this.#isTired(thread)) return false;
    const operation = this.#operation(thread);
    return operation.do !== 'spin' || operation.bounded;
  }

  #isTired(thread: number): boolean {
    const { status, patience } = this.#thread(thread);
    return status === 'ready' && this.#isVain(thread) && patience.tiresOf(wordsOf(this.pending(thread)));
  }

  #limited(thread: number): boolean {
    const operation = this.#operation(thread);
    return ['await', 'naps'].includes(operation.do) || (operation.do === 'wait' && operation.limited);
  }

  #mask(holds: (thread: Thread, index: number) => boolean): number {
    return this.#threads.reduce((mask, thread, index) => mask | (holds(thread, index) ? 1 << index : 0), 0);
  }

  #thread(thread: number): Thread {
    return this.#threads[thread] as Thread;
  }

  #operation(thread: number): ToyOperation {
    return (this.#program[thread] as readonly ToyOperation[])[this.#thread(thread).next] as ToyOperation;
  }
}

function newThread(versions: readonly number[], looks: number): Thread {
  const patience = new Patience(versions, looks);
  return { next: 0, status: 'ready', answers: [], word: 0, patience, at: NOWHERE, cause: -1 };
}

function wordsOf({ place, access }: Touch): number[] {
  return (access & WIDE) === 0 ? [place] : [place, place + 1];
}

function placeOf(operation: ToyOperation, word: number): number {
  if (operation.do === 'spin') return operation.on[word] as number;
  return 'at' in operation ? operation.at : NOWHERE;
}

function accessOf(operation: ToyOperation): number {
  switch (operation.do) {
    case 'load':
    case 'spin':
    case 'tries':
      return READS;
    case 'loadBoth':
      return READS | WIDE;
    case 'store':
      return WRITES;
    case 'storeBoth':
      return WRITES | WIDE;
    case 'wait':
    case 'naps':
    case 'enlist':
      return READS | QUEUES;
    case 'notify':
      return QUEUES;
    default:
      return READS | WRITES;
  }
}
