import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future } from '../core/future.js';
import type { Poll } from '../core/poll.js';
import { CALL, contextOf, handover, type Suspend } from '../core/suspend.js';
import type { Looker, Watchful } from '../core/watch.js';
import { Driver } from './driver.js';
import { type Body, enter } from './generator.js';

/** A coroutine's life. Transitions stand where the states are assigned. */
type State =
  /** Nothing ran yet. */
  | 'fresh'
  /** A root that awaits something; `poll` goes on. */
  | 'suspended'
  /** A root whose driver is at work. */
  | 'running'
  /** Stands on another coroutine's stack, whose driver drives it. */
  | 'called'
  /** Answered, failed or dropped. */
  | 'done';

/** Why a coroutine in that state cannot be polled or dropped. */
const WHY: Readonly<Record<State, string>> = {
  fresh: 'it did not start yet',
  suspended: 'it is suspended',
  running: 'it is running: a coroutine cannot await or drop itself',
  called: 'another coroutine awaits it',
  done: 'it was awaited before, and answered, failed or was dropped',
};

/**
 * A generator as a future. Polled, it becomes the root of a stack, with a driver of its own; awaited by another coroutine
 * it becomes a frame of that one's stack. Both the driver and the generator are made when it starts: a hundred thousand
 * coroutines that wait for their turn are small, and what the short ones of them need dies young.
 */
export class Coroutine<out T> extends Future<T> implements Watchful {
  readonly #body: (...args: never) => Body<T>;
  #args: readonly unknown[] | null;
  #driver: Driver | null = null;
  state: State = 'fresh';
  /** What runs, once it has started. */
  generator: Body<unknown> | null;
  /** The coroutine that awaits this one; null for a root. */
  caller: Coroutine<unknown> | null = null;
  /** Whether this frame is being left for good: its `finally` blocks run, and its caller is left next. */
  leaving = false;

  constructor(body: (...args: never) => Body<T>, args: readonly unknown[] | null, generator: Body<T> | null) {
    super();
    this.#body = body;
    this.#args = args;
    this.generator = generator;
  }

  override poll(cx: Context): Poll<T> {
    if (this.state === 'fresh') this.#driver = new Driver(this);
    else if (this.state !== 'suspended') throw this.#misused();
    return (this.#driver as Driver).poll(cx) as Poll<T>;
  }

  /** Awaited by another coroutine: a fresh one goes on its stack, one that was polled before is a future like any. */
  override [Symbol.iterator](): Iterator<Suspend, T, unknown> {
    if (this.state !== 'fresh') return super[Symbol.iterator]();
    contextOf(this);
    handover.future = this;
    return CALL as Iterator<Suspend, T, unknown>;
  }

  /**
   * Runs the `finally` blocks from the innermost frame out. If one of them awaits, the rest is left to whoever polled
   * this coroutine last.
   */
  override [Symbol.dispose](): void {
    if (this.state === 'suspended') (this.#driver as Driver).drop();
    else if (this.state === 'fresh') this.end();
    else if (this.state !== 'done' && !this.#driver?.isDropping) throw this.#misused();
  }

  'reveille.watch'(looker: Looker): void {
    this.#driver?.watch(looker);
  }

  override toString(): string {
    return `co ${this.name}${this.#driver ?? ''}`;
  }

  /** The name of the generator function. */
  get name(): string {
    return this.#body.name || '(anonymous)';
  }

  /** Calls the body, and runs it up to its first await. */
  start(): IteratorResult<Suspend, unknown> {
    const args = (this.#args ?? []) as never;
    this.#args = null;
    const body = this.#body; // called as a function: its `this` is not the coroutine
    this.generator = body(...args);
    return enter.call(this.generator);
  }

  // any --> done
  end(): Coroutine<unknown> | null {
    this.state = 'done';
    this.generator = null;
    this.#driver = null;
    const { caller } = this;
    this.caller = null;
    return caller;
  }

  #misused(): PollError {
    return new PollError(`co ${this.name}: ${WHY[this.state]}`);
  }
}
