import type { Context } from '../core/context.js';
import { PollError } from '../core/errors.js';
import { Future, nextTurn } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { Awaiting, CALLED, handover, NOTHING, SUSPENDED, type Suspend } from '../core/suspend.js';
import { nameCallers } from './call-trace.js';
import { Dropping } from './dropping.js';

/** The generator that a coroutine's body makes. */
export type Body<T> = Generator<Suspend, T, unknown>;

/** A coroutine's life. Transitions stand where the states are assigned. */
type State =
  /** Nothing ran yet. */
  | 'fresh'
  /** Awaits something; `poll` goes on. */
  | 'suspended'
  /** Its driver's loop is running. */
  | 'running'
  /** Stands on another coroutine's stack, which drives it. */
  | 'called'
  /** Answered, failed or dropped. */
  | 'done';

/** How a frame of the stack is entered. */
type Entry = 'next' | 'throw' | 'return';

/**
 * Generators have different maps, a map a generator function, so `generator.next()` is a megamorphic look-up in any
 * program with more than four of them. The one builtin behind them all is a constant.
 */
const { next: enter, throw: raise, return: leave } = Object.getPrototypeOf(function* () {}).prototype as Body<unknown>;

/**
 * A generator driven as a future. Coroutines that await coroutines are driven by the outermost one, its *root*, on an
 * explicit stack linked by `#caller`: a resume enters the innermost generator directly, whatever the depth, and
 * recursion is bounded by memory alone. (A chain of `yield*` walks all levels at each resume: 28 ns at depth 1, 324 at
 * depth 20.)
 */
export class Coroutine<T> extends Future<T> {
  readonly #generator: Body<T>;
  readonly #body: (...args: never[]) => unknown;
  #state: State = 'fresh';
  /** The coroutine that awaits this one; null for a root. */
  #caller: Coroutine<unknown> | null = null;
  /** Whether this frame is being left for good: its `finally` blocks run, and its caller is left next. */
  #leaving = false;
  /** Root only: set once it is dropped. */
  #dropping: Dropping | null = null;
  /** Root only: the innermost coroutine, the one to enter next. */
  #top: Coroutine<unknown> = this as Coroutine<unknown>;
  /** Root only: what the innermost coroutine waits for. */
  #awaited: Future<unknown> | null = null;
  /** Root only: the context of the latest poll, asked to drive an asynchronous clean-up. */
  #cx: Context | null = null;

  constructor(body: (...args: never[]) => unknown, generator: Body<T>) {
    super();
    this.#body = body;
    this.#generator = generator;
  }

  override poll(cx: Context): Poll<T> {
    if (this.#state !== 'suspended' && this.#state !== 'fresh') throw this.#misused();
    this.#cx = cx;
    return this.#drive(cx, 'next') as Poll<T>;
  }

  /** Awaited by another coroutine: asks its root to put this one on the stack. One that was polled before is a future like any other. */
  override [Symbol.iterator](): Iterator<Suspend, T, unknown> {
    if (this.#state !== 'fresh') return super[Symbol.iterator]();
    handover.future = this;
    return CALL as Iterator<Suspend, T, unknown>;
  }

  /**
   * Runs the `finally` blocks from the innermost frame out. If one of them awaits, the rest is left to whoever polled
   * this coroutine last.
   */
  override [Symbol.dispose](): void {
    if (this.#state === 'running' || this.#state === 'called') throw this.#misused();
    if (this.#state === 'done') return;
    const cx = this.#cx;
    if (cx === null) {
      this.#state = 'done';
      leave.call(this.#generator, undefined); // never started: nothing to clean up, but closed for good
      return;
    }
    this.#dropping = new Dropping(this);
    this.#dropAwaited(this.#dropping);
    if (this.#drive(cx, 'return') === PENDING) cx.services.adopt(this.#dropping);
  }

  override toString(): string {
    const waits = this.#awaited === null ? '' : ` awaiting ${this.#awaited}`;
    const callers = this.#top === (this as Coroutine<unknown>) ? '' : ` in ${this.#top.name}`;
    return `co ${this.name}${callers}${waits}`;
  }

  /** The name of the generator function. */
  get name(): string {
    return this.#body.name || '(anonymous)';
  }

  /** Enters the stack under `cx`, and restores what was being polled around it. */
  #drive(cx: Context, entry: Entry): unknown {
    const { cx: outer, budget } = handover;
    if (outer !== cx) {
      handover.cx = cx;
      handover.budget = cx.services.budget;
    }
    this.#state = 'running';
    try {
      return this.#run(cx, entry);
    } finally {
      if (outer !== cx) {
        handover.cx = outer;
        handover.budget = budget;
      }
    }
  }

  /**
   * The trampoline. Each turn either polls what the top frame awaits or enters the top frame; a frame that calls is
   * pushed upon, one that ends is popped, and its outcome enters its caller.
   */
  #run(cx: Context, entry: Entry): unknown {
    let top = this.#top;
    let awaited = this.#awaited;
    let error: unknown;
    for (;;) {
      if (awaited !== null) {
        try {
          const value = awaited.poll(cx);
          if (value === PENDING) return this.#suspend(top, awaited);
          handover.value = value;
        } catch (failure) {
          nameCallers(failure, top);
          error = failure;
          entry = 'throw';
        }
        awaited = null;
      }
      let step: IteratorResult<Suspend, unknown>;
      try {
        step =
          entry === 'next'
            ? enter.call(top.#generator)
            : entry === 'throw'
              ? raise.call(top.#generator, error)
              : top.#leave();
      } catch (failure) {
        handover.value = NOTHING; // a generator that is not awaiting does not take it
        if (failure !== error) nameCallers(failure, top.#caller);
        error = failure;
        if (top.#leaving) this.#dropping?.note(failure);
        entry = top.#leaving ? 'return' : 'throw';
        const caller = top.#end();
        if (caller === null) return this.#fail(error);
        top = caller;
        continue;
      }
      entry = 'next';
      if (step === SUSPENDED) return this.#suspend(top, handover.future as Future<unknown>);
      if (step === CALLED) {
        const callee = handover.future as Coroutine<unknown>;
        callee.#state = 'called';
        callee.#caller = top;
        top = callee;
      } else if (step.done) {
        const caller = top.#end();
        if (caller === null) return this.#answer(step.value);
        if (top.#leaving) entry = 'return';
        else if (--handover.budget < 0) return this.#suspend(caller, nextTurn(step.value, cx));
        else handover.value = step.value;
        top = caller;
      } else {
        error = new TypeError(`co ${top.name}: yield* expected, but the body used a plain yield`);
        entry = 'throw';
      }
    }
  }

  #dropAwaited(dropping: Dropping): void {
    const awaited = this.#awaited;
    this.#awaited = null;
    try {
      awaited?.[Symbol.dispose]();
    } catch (failure) {
      dropping.note(failure);
    }
  }

  // running --> suspended
  #suspend(top: Coroutine<unknown>, awaited: Future<unknown>): typeof PENDING {
    this.#top = top;
    this.#awaited = awaited;
    this.#state = 'suspended';
    return PENDING;
  }

  // running, called --> done
  #end(): Coroutine<unknown> | null {
    this.#state = 'done';
    this.#awaited = null;
    const caller = this.#caller;
    this.#caller = null;
    return caller;
  }

  /** Makes the generator run its `finally` blocks. */
  #leave(): IteratorResult<Suspend, unknown> {
    this.#leaving = true;
    return leave.call(this.#generator, undefined);
  }

  /** The outcome of a root: its own, unless it was dropped and a `finally` block failed on the way out. */
  #answer(value: unknown): unknown {
    this.#cx = null;
    return this.#dropping === null ? value : this.#dropping.answer();
  }

  #fail(error: unknown): unknown {
    this.#cx = null;
    if (this.#dropping === null) throw error;
    return this.#dropping.answer();
  }

  /** Goes on with the `finally` blocks of a dropped coroutine. */
  cleanUp(cx: Context): unknown {
    this.#cx = cx;
    return this.#drive(cx, 'next');
  }

  /** The coroutine that awaits this one, for naming it in an error. */
  get caller(): Coroutine<unknown> | null {
    return this.#caller;
  }

  #misused(): PollError {
    return new PollError(`co ${this.name}: ${WHY[this.#state]}`);
  }
}

/** Why a coroutine in that state cannot be polled or dropped. */
const WHY: Readonly<Record<State, string>> = {
  fresh: 'it did not start yet',
  suspended: 'it is suspended',
  running: 'it is running: a coroutine cannot await or drop itself',
  called: 'another coroutine awaits it',
  done: 'it was awaited before, and answered, failed or was dropped',
};

/** A fresh coroutine is put on the stack of the one that awaits it. */
class CallCoroutine extends Awaiting {
  protected override begin(): IteratorResult<Suspend, unknown> {
    return CALLED;
  }
}

const CALL = /* @__PURE__ */ new CallCoroutine();
