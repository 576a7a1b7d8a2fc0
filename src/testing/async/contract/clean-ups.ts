import type { Services } from '../../../core/context.js';
import type { Future } from '../../../core/future.js';
import { PENDING } from '../../../core/poll.js';
import { show } from '../../history/show.js';
import type { Diary } from './diary.js';
import { TaskWaker } from './task-waker.js';

/** What dropped futures left to clean up, each as a task of its own. */
export class CleanUps {
  readonly #diary: Diary;
  readonly #all: CleanUp[] = [];

  constructor(diary: Diary) {
    this.#diary = diary;
  }

  add(future: Future<unknown>): void {
    this.#all.push(new CleanUp(future, this.#diary, this.#all.length + 1));
  }

  /** Whether they are all done. */
  get areDone(): boolean {
    return this.#all.every(({ isDone }) => isDone);
  }

  /** Whether one of them is worth polling. */
  get areDue(): boolean {
    return this.#all.some(({ isDone, isDue }) => isDue && !isDone);
  }

  /** Wakers that they keep. */
  get live(): number {
    return this.#all.reduce((sum, { waker }) => sum + waker.live, 0);
  }

  /** Polls those that are worth it. */
  poll(services: Services): void {
    for (const cleanUp of this.#all) {
      if (cleanUp.isDue && !cleanUp.isDone) this.#diary.inside(`poll ${cleanUp}`, () => this.#poll(cleanUp, services));
    }
  }

  #poll(cleanUp: CleanUp, services: Services): void {
    try {
      cleanUp.poll(services);
    } catch (error) {
      this.#diary.break('drop-throws', `: ${show(error)}`, error);
    }
  }
}

class CleanUp {
  /** Whether it was woken, or never polled. */
  isDue = true;
  isDone = false;
  readonly waker: TaskWaker;
  readonly #future: Future<unknown>;

  constructor(future: Future<unknown>, diary: Diary, number: number) {
    this.#future = future;
    this.waker = new TaskWaker(diary, `the waker of clean-up ${number}`, () => {
      this.isDue = true;
    });
  }

  /** @throws what it fails with. */
  poll(services: Services): void {
    this.isDue = false;
    this.isDone = true; // also if it fails
    this.isDone = this.waker.lend((waker) => this.#future.poll({ waker, services })) !== PENDING;
  }

  toString(): string {
    return String(this.#future);
  }
}
