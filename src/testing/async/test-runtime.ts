import type { Future } from '../../core/future.js';
import { type StandIn, standIn } from '../../core/stand-in.js';
import type { WakerHandle } from '../../core/waker.js';
import type { Executor } from '../../executor/executor.js';
import { Runtime } from '../../executor/runtime.js';
import { spawning } from '../../executor/spawn.js';
import type { Task } from '../../executor/task.js';
import { CANCELLING, DONE } from '../../executor/task-state.js';
import { Recorder } from './chooser.js';
import { DrawnList } from './drawn-list.js';
import { EndlessError, OutsideError } from './errors.js';
import { TestAwaits } from './test-awaits.js';
import type { Setting } from './test-options.js';
import { shortened, Trace } from './trace.js';
import { AwaitTurn, TestTask, type Turn } from './turn.js';
import { VirtualIdle } from './virtual-idle.js';
import { VirtualTimers } from './virtual-timers.js';
import type { WatchedPromise } from './watched-promise.js';
import { listed, type Waiting, whyStuck } from './why-stuck.js';

/**
 * The machine behind a TestExecutor: that of an executor, with a ready list that draws, timers on a virtual clock, and a
 * diary. As long as a round runs, it stands in for the thread's clock and chance, for `spawn` and for what polls awaited futures.
 */
export class TestRuntime extends Runtime implements StandIn {
  readonly trace: Trace;
  readonly choices: Recorder;
  readonly awaits: TestAwaits;
  /** Whose machine this is; what `spawn` spawns on. */
  executor: Executor | undefined;
  /** The promise that is being driven, for a deadlock to name. */
  program: WatchedPromise<unknown> | undefined;
  readonly #clock: VirtualTimers;
  readonly #list: DrawnList;
  readonly #setting: Setting;
  #tasks = 0;
  #rounds = 0;
  #polls = 0;
  /** Whether the program is over, and is being left. */
  #leaving = false;
  #discards = false;

  constructor(setting: Setting) {
    const clock = new VirtualTimers();
    const trace = new Trace(() => clock.now());
    const choices = new Recorder(setting.chooser);
    const list = new DrawnList(choices, trace);
    super(new VirtualIdle(clock), setting.budget, list, clock);
    this.trace = trace;
    this.choices = choices;
    this.awaits = new TestAwaits(this, list, trace, setting.maxPolls, () => this.#endless());
    this.#clock = clock;
    this.#list = list;
    this.#setting = setting;
  }

  /** How often something was polled. */
  get polls(): number {
    return this.#polls;
  }

  override get timers(): VirtualTimers {
    return this.#clock;
  }

  // What stands in for the host.

  now(): number {
    return this.#clock.now();
  }

  below(bound: number): number {
    return this.choices.below(bound);
  }

  /** Takes charge of the thread until the answer is disposed. */
  takeOver(): Disposable {
    const { on } = standIn;
    const { on: executor } = spawning;
    standIn.on = this;
    spawning.on = this.executor;
    return {
      [Symbol.dispose]() {
        standIn.on = on;
        spawning.on = executor;
      },
    };
  }

  /** Does something of the program's. */
  within<T>(action: () => T): T {
    const turn = this.takeOver(); // no `using`: what it compiles to is half of the cost of a poll
    try {
      return action();
    } finally {
      turn[Symbol.dispose]();
    }
  }

  // What differs from other executors.

  protected override makeTask(future: Future<unknown>): Task {
    return new TestTask(this, future, ++this.#tasks);
  }

  override enqueue(task: TestTask): void {
    this.trace.note(task.known ? `wake task ${task.id}` : `spawn ${task.title}`);
    task.known = true;
    super.enqueue(task);
  }

  override share(): WakerHandle {
    throw new OutsideError(
      'share: a TestExecutor runs on one thread, and no seed decides when another thread wakes; check threads with explore',
    );
  }

  override expectOthers(): void {
    this.share();
  }

  override abort(task: Task): void {
    if ((task.state & (DONE | CANCELLING)) !== 0) return;
    this.trace.note(`abort task ${task.id}`);
    this.within(() => super.abort(task));
  }

  /** Whether a round is on the native stack. */
  get isPolling(): boolean {
    return super.isRunning;
  }

  /** Also between two rounds of a drive. */
  override get isRunning(): boolean {
    return super.isRunning || standIn.on === this;
  }

  override round(): void {
    if (!super.isRunning && ++this.#rounds > this.#setting.maxPolls) throw this.#endless();
    this.awaits.turn();
    this.within(() => {
      try {
        super.round();
      } finally {
        const turn = this.#list.takeDrawn();
        if (turn !== undefined) this.#finish(turn);
      }
    });
  }

  /**
   * Nothing can run: moves the clock to the next deadline.
   *
   * @throws the error of a task that nobody joined; DeadlockError when there is no deadline.
   */
  rest(): void {
    this.failures.raise();
    if (!this.#clock.jump()) throw this.deadlock();
  }

  /** What is left is to clean up, for which there are `maxPolls` polls more. */
  startLeaving(): void {
    this.#rounds = 0;
    this.#leaving = true;
  }

  /** Drops what tasks are cleaning up, wherever they stand; nothing of it goes on. */
  discard(): void {
    this.#discards = true;
    for (const task of this.live) {
      const { future } = task;
      task.future = undefined;
      try {
        this.within(() => future?.[Symbol.dispose]?.());
      } catch {} // of something that was in the way of an error already
    }
  }

  override adopt(cleanUp: Future<unknown>): void {
    if (!this.#discards) super.adopt(cleanUp);
  }

  protected override whyDeadlock(): string {
    return whyStuck(this.#moment, this.#waiting, this.eventLoop);
  }

  #endless(): EndlessError {
    const [more, it] = this.#leaving ? [' more', 'cleaning up'] : ['', 'it'];
    const polls = `${this.#setting.maxPolls}${more} polls (options.maxPolls)`;
    return new EndlessError(`after ${polls}, at ${this.#moment}, there is no end to ${it}:\n${listed(this.#waiting)}`);
  }

  get #waiting(): Waiting {
    return { program: this.program, tasks: this.live, awaits: this.awaits.pending };
  }

  get #moment(): string {
    return `${shortened(this.now())} ms of ${this.#setting.name}`;
  }

  /** What was drawn had its turn, or, if it is an await, has it now. */
  #finish(turn: Turn): void {
    this.#polls += 1;
    if (turn instanceof AwaitTurn) this.awaits.poll(turn);
    this.trace.end(turn.report);
  }
}
