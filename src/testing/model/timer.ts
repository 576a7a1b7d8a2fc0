import type { EventLoop } from './event-loop.js';

/** What `setTimeout` answers to a checked thread. Every timer keeps its thread alive. */
export class Timer {
  readonly #loop: EventLoop;
  readonly #ms: number;
  readonly #job: () => void;
  readonly #id: number;

  /** @param ms - Infinity for a timer that never comes. */
  constructor(loop: EventLoop, ms: number, job: () => void) {
    this.#loop = loop;
    this.#ms = ms;
    this.#job = job;
    this.#id = loop.newId();
    this.refresh();
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    this.#loop.setTimer(this.#id, this.#ms, this.#job);
    return this;
  }

  close(): this {
    this.#loop.clearTimer(this.#id);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** What `setImmediate` answers. */
export class Immediate {
  readonly #loop: EventLoop;
  readonly job: () => void;

  constructor(loop: EventLoop, job: () => void) {
    this.#loop = loop;
    this.job = job;
    loop.addImmediate(this);
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  [Symbol.dispose](): void {
    this.#loop.removeImmediate(this);
  }
}
