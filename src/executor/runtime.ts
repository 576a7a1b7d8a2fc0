import { home } from '../camp/home.js';
import type { Member } from '../camp/member.js';
import { HOST_SERVICES, type Services } from '../core/context.js';
import { DeadlockError, PollError } from '../core/errors.js';
import type { Future } from '../core/future.js';
import { mayNotBlock } from '../core/may-not-block.js';
import { PENDING } from '../core/poll.js';
import type { Waker, WakerHandle } from '../core/waker.js';
import { canBlock } from '../platform/index.js';
import { TimerHeap } from '../time/timer-heap.js';
import { hooks } from '../trace/hooks.js';
import { CleanUps } from './clean-ups.js';
import { Failures } from './failures.js';
import type { Idle, Round } from './idle/idle.js';
import type { Joinable } from './join-handle.js';
import { ReadyList } from './ready-list.js';
import { type Scheduler, Task } from './task.js';
import { ABORTED, CANCELLED, CANCELLING, DONE, EXPECTING, FAILED, QUEUED, RUNNING } from './task-state.js';

/** The machine behind an executor: what tasks, handles, futures and idle strategies each see a part of. */
export class Runtime implements Services, Scheduler, Joinable, Round {
  /** All tasks that are not over, in no order; each knows its index. */
  readonly live: Task[] = [];
  readonly failures: Failures;
  /** Changes only under a test, which lets the event loop turn or not. */
  eventLoop: boolean;
  /** Woken when the last task has ended. */
  readonly finishers: Waker[] = [];
  /** Where its tasks have their slots, and how many have one. */
  #member: Member | undefined;
  #slots = 0;
  /** How many wait for what other threads do. */
  #expecting = 0;
  #timers: TimerHeap | undefined;
  #running = false;
  #closed = false;
  /** Where clean-ups go while the future of an aborted task is being dropped. */
  #cleanUps: CleanUps | undefined;

  constructor(
    readonly idle: Idle,
    readonly budget: number,
    readonly ready: ReadyList = new ReadyList(),
    timers?: TimerHeap,
  ) {
    this.#timers = timers;
    this.eventLoop = idle.mode === 'event-loop';
    this.failures = new Failures(this.eventLoop);
  }

  get timers(): TimerHeap {
    this.#timers ??= new TimerHeap();
    return this.#timers;
  }

  get shared(): boolean {
    return this.#slots > 0 || this.#expecting > 0;
  }

  get isRunning(): boolean {
    return this.#running;
  }

  hasWork(): boolean {
    return !this.ready.isEmpty || !home.isEmpty;
  }

  sleep(ms: number): void {
    if (!canBlock()) throw mayNotBlock('executor', 'use { idle: eventLoop() }');
    home.sleep(ms);
  }

  timeout(): number {
    if (this.#timers === undefined || this.#timers.length === 0) return Number.POSITIVE_INFINITY;
    return Math.max(0, this.#timers.nextDeadline() - this.#timers.now());
  }

  spawn(future: Future<unknown>): Task {
    if (this.#closed) throw new PollError('spawn: this executor was dropped');
    const task = this.makeTask(future);
    task.index = this.live.push(task) - 1;
    task.state = QUEUED;
    this.enqueue(task);
    if (hooks.on !== undefined) hooks.on.spawn?.(task.id, String(future)); // last, here and elsewhere: it may throw
    return task;
  }

  protected makeTask(future: Future<unknown>): Task {
    return new Task(this, future);
  }

  enqueue(task: Task): void {
    this.ready.push(task);
    this.#nudge();
  }

  share(task: Task): WakerHandle {
    this.#member ??= home.own;
    if ((task.state & DONE) !== 0) return this.#member.stale();
    if (task.slot === 0) {
      task.slot = this.#member.register(task);
      this.#slots += 1;
      this.#nudge(); // an event loop has to listen to the bell from now on
    }
    return this.#member.handle(task.slot);
  }

  expectOthers(task: Task): void {
    if ((task.state & (DONE | EXPECTING)) !== 0) return;
    task.state |= EXPECTING;
    this.#expecting += 1;
  }

  adopt(cleanUp: Future<unknown>): void {
    if (this.#cleanUps !== undefined) this.#cleanUps.add(cleanUp);
    else if (this.#closed) HOST_SERVICES.adopt(cleanUp);
    else this.spawn(cleanUp);
  }

  /** One round: takes in the wakes of other threads and the timers, then polls every task that is ready by now. */
  round(): void {
    if (this.#running) throw new PollError('this executor is running already: a task cannot run its own executor');
    this.#running = true;
    let task: Task | null = null;
    try {
      if (!home.isEmpty) home.drain();
      if (this.#timers !== undefined && this.#timers.length > 0) this.#timers.fireDue();
      task = this.ready.takeAll();
      while (task !== null) {
        const next: Task | null = task.next;
        const current: Task = task;
        current.next = null;
        task = next;
        this.#poll(current);
      }
    } finally {
      this.#running = false;
      this.ready.putBack(task); // only when an observer threw
    }
  }

  turn(): void {
    if (this.#running || this.#closed) return;
    try {
      this.round();
    } finally {
      this.idle.rest(this); // whatever threw, the other tasks go on
    }
  }

  abort(task: Task): void {
    if ((task.state & (DONE | CANCELLING)) !== 0) return;
    if ((task.state & RUNNING) !== 0) task.state |= ABORTED;
    else this.#cancel(task);
  }

  disown(task: Task): void {
    if (!task.claimed) return; // an error that nobody claimed is reported already
    task.claimed = false;
    if ((task.state & FAILED) !== 0) this.failures.add(task);
  }

  /** Nobody is left to wake the tasks. */
  deadlock(): DeadlockError {
    this.#running = true; // it is, between two rounds: a handle that is waited for need not say otherwise
    try {
      return new DeadlockError(this.whyDeadlock());
    } finally {
      this.#running = false;
    }
  }

  protected whyDeadlock(): string {
    const tasks = this.live.slice(0, 5).join(', ');
    const more = this.live.length > 5 ? `, and ${this.live.length - 5} more` : '';
    return `nobody is left to wake ${tasks}${more}: no timer is armed, and no waker was shared with another thread`;
  }

  /** Drops all tasks. */
  close(): void {
    if (this.#running) throw new PollError('drop: this executor is running');
    this.#closed = true;
    const thrown: unknown[] = [];
    for (const task of [...this.live]) {
      try {
        this.#dropTask(task);
      } catch (error) {
        thrown.push(error); // of a joiner's waker: the other tasks are dropped all the same
      }
    }
    this.idle.stop?.();
    if (thrown.length > 0) throw thrown[0];
    this.failures.raise();
  }

  /** Aborts the task, and leaves to the host what it still has to clean up. */
  #dropTask(task: Task): void {
    this.abort(task);
    if ((task.state & DONE) !== 0) return;
    if (task.future !== undefined) HOST_SERVICES.adopt(task.future);
    this.#end(task, CANCELLED, undefined);
  }

  #nudge(): void {
    if (this.eventLoop && !this.#running && !this.#closed) this.idle.nudge?.(this);
  }

  #poll(task: Task): void {
    const future = task.future;
    if (future === undefined) return; // aborted while it was queued
    if (hooks.on !== undefined) this.#tellPoll(task);
    this.#expectNobody(task);
    const cancelling = task.state & CANCELLING;
    task.state = RUNNING | cancelling; // QUEUED --> RUNNING: a wake from now on queues it again
    let value: unknown;
    try {
      value = future.poll(task);
    } catch (error) {
      this.#end(task, FAILED, error);
      return;
    }
    if (value === PENDING) {
      task.state &= ~RUNNING;
      if ((task.state & ABORTED) !== 0) this.#cancel(task);
    } else if (cancelling !== 0) this.#end(task, CANCELLED, undefined);
    else this.#end(task, 0, value);
  }

  /** An observer that throws ends the round, and must not take the task with it. */
  #tellPoll(task: Task): void {
    try {
      hooks.on?.poll?.(task.id);
    } catch (error) {
      this.ready.push(task);
      throw error;
    }
  }

  /** Drops the future of a task, and lets the task drive what that leaves to clean up. */
  #cancel(task: Task): void {
    const cleanUps = new CleanUps();
    const future = task.future;
    const outer = this.#cleanUps;
    task.future = cleanUps;
    this.#expectNobody(task);
    task.state = (task.state & QUEUED) | CANCELLING;
    this.#cleanUps = cleanUps;
    try {
      future?.[Symbol.dispose]?.();
    } catch (failure) {
      cleanUps.note(failure);
    } finally {
      this.#cleanUps = outer;
    }
    if (cleanUps.isEmpty) this.#poll(task);
    else task.wakeByRef();
  }

  // any --> DONE
  #end(task: Task, how: number, result: unknown): void {
    this.#expectNobody(task);
    task.state = DONE | how;
    task.future = undefined;
    task.result = result;
    if (task.slot !== 0) this.#release(task);
    this.#forget(task);
    const { joiner } = task;
    task.joiner = null;
    if (how === FAILED && !task.claimed) this.failures.add(task);
    if (this.live.length === 0) for (const finisher of this.finishers.splice(0)) finisher.wake();
    this.#nudge(); // aborted from outside a round: an event loop may have nothing to stay alive for
    joiner?.wake();
    if (hooks.on !== undefined) hooks.on.end?.(task.id);
  }

  /** It is about to be polled again, or is over. */
  #expectNobody(task: Task): void {
    if ((task.state & EXPECTING) === 0) return;
    task.state &= ~EXPECTING;
    this.#expecting -= 1;
  }

  #release(task: Task): void {
    this.#member?.release(task.slot);
    this.#slots -= 1;
  }

  /** Takes the task out of the live ones: the last one takes its place. */
  #forget(task: Task): void {
    const last = this.live.pop();
    if (last === undefined || last === task) return;
    this.live[task.index] = last;
    last.index = task.index;
  }
}
