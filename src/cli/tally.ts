import { now } from '../time/index.js';
import type { Observer } from '../trace/index.js';
import type { WakeLog } from './wake-log.js';

/** What a task did. */
export class TaskTally {
  polls = 0;
  /** How often it was woken while it was not queued. */
  wakes = 0;
  /** How often a poll left it waiting for somebody to wake it; it may not have been woken since. */
  sleeps = 0;

  constructor(readonly name: string) {}
}

/** Counts what an executor does, and when its thread slept. */
export class Tally implements Observer {
  readonly tasks = new Map<number, TaskTally>();
  /** How often the thread slept. */
  sleeps = 0;
  /** For how long in all (milliseconds). */
  asleep = 0;
  readonly #log: WakeLog;
  /** The task whose poll runs. */
  #running = 0;
  #asleepSince: number | undefined;

  constructor(log: WakeLog) {
    this.#log = log;
  }

  spawn(id: number, name: string): void {
    this.tasks.set(id, new TaskTally(name));
  }

  wake(id: number): void {
    const task = this.#of(id);
    task.wakes += 1;
    if (id === this.#running) task.sleeps -= 1; // it wakes itself: this poll leaves it ready, not waiting
    this.#log.wake(id);
  }

  poll(id: number): void {
    const task = this.#of(id);
    task.polls += 1;
    task.sleeps += 1;
    this.#running = id;
  }

  end(id: number): void {
    if (id === this.#running) this.#of(id).sleeps -= 1;
  }

  sleep(): void {
    this.#log.flush();
    this.sleeps += 1;
    this.#asleepSince = now();
  }

  awake(): void {
    this.#running = 0; // the round is over: what is woken from now on is woken from outside
    if (this.#asleepSince === undefined) return;
    this.asleep += now() - this.#asleepSince;
    this.#asleepSince = undefined;
  }

  #of(id: number): TaskTally {
    return this.tasks.get(id) as TaskTally; // observed from before the first spawn
  }
}
