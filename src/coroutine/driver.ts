import type { Context } from '../core/context.js';
import { Future } from '../core/future.js';
import { PENDING } from '../core/poll.js';
import { CALLED, handover, NOTHING, SUSPENDED, type Suspend } from '../core/suspend.js';
import { type Looker, watch } from '../core/watch.js';
import { nameCallers } from './call-trace.js';
import { CleanUp } from './clean-up.js';
import type { Coroutine } from './coroutine.js';
import { type Body, enter, leave, raise } from './generator.js';
import { Leaving } from './leaving.js';

/** How a frame of the stack is entered. */
type Entry = 'next' | 'throw' | 'return';

type Frame = Coroutine<unknown>;

/**
 * Drives a root coroutine and all that it awaits, on an explicit stack linked by `caller`: a resume enters the innermost
 * generator directly, whatever the depth, and recursion is bounded by memory alone. (A chain of `yield*` walks all levels
 * at each resume: 28 ns at depth 1, 324 at depth 20.)
 */
export class Driver {
  readonly #root: Frame;
  /** The innermost frame, the one to enter next. */
  #top: Frame;
  /** What the innermost frame waits for. */
  #awaited: Future<unknown> | null = null;
  /** Of the latest poll; asked to drive an asynchronous clean-up. */
  #cx: Context | null = null;
  /** Set once the root was dropped: what its `finally` blocks failed with. */
  #failures: unknown[] | null = null;

  constructor(root: Frame) {
    this.#root = root;
    this.#top = root;
  }

  /** Goes on until something is pending, or the root is done. */
  poll(cx: Context): unknown {
    this.#cx = cx;
    return this.#drive(cx, 'next');
  }

  watch(looker: Looker): void {
    watch(this.#awaited, looker);
  }

  /** Leaves all frames; what awaits on the way out is left to whoever polled last. */
  drop(): void {
    const cx = this.#cx as Context;
    this.#failures ??= [];
    this.#root.state = 'running'; // what is awaited may run any code when it is dropped, and must not come in here
    const awaited = this.#awaited;
    this.#awaited = null;
    try {
      awaited?.[Symbol.dispose]?.();
    } catch (failure) {
      this.#failures.push(failure);
    }
    if (this.#drive(new Leaving(cx), 'return') === PENDING) cx.services.adopt(new CleanUp(this, this.#root.name));
  }

  /** Whether the root was dropped, and is being left. */
  get isDropping(): boolean {
    return this.#failures !== null;
  }

  toString(): string {
    const inside = this.#top === this.#root ? '' : ` in ${this.#top.name}`;
    return this.#awaited === null ? inside : `${inside} awaiting ${this.#awaited}`;
  }

  /** Enters the stack under `cx`, and restores what was being polled around it. */
  #drive(cx: Context, entry: Entry): unknown {
    const { cx: outer, budget } = handover;
    if (outer !== cx) {
      handover.cx = cx;
      handover.budget = cx.services.budget;
    }
    this.#root.state = 'running';
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
        handover.budget -= 1;
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
        step = enterFrame(top, entry, error);
      } catch (failure) {
        handover.value = NOTHING; // a generator that is not awaiting does not take it
        if (failure !== error) nameCallers(failure, top.caller);
        error = failure;
        entry = this.#failed(top, failure);
        const caller = top.end();
        if (caller === null) return this.#fail(error);
        top = caller;
        continue;
      }
      entry = 'next';
      if (step === SUSPENDED) return this.#suspend(top, handover.future as Future<unknown>);
      if (step === CALLED) {
        top = push(handover.future as Frame, top);
        if (--handover.budget < 0) return this.#suspend(top, startLater(cx));
      } else if (step.done) {
        const caller = top.end();
        if (caller === null) return this.#answer(step.value);
        if (top.leaving) entry = 'return';
        else handover.value = step.value;
        top = caller;
      } else {
        error = new TypeError(`co ${top.name}: yield* expected, but the body used a plain yield`);
        entry = 'throw';
      }
    }
  }

  // running --> suspended; a dropped root stays out of reach
  #suspend(top: Frame, awaited: Future<unknown>): typeof PENDING {
    this.#top = top;
    this.#awaited = awaited;
    this.#root.state = this.#failures === null ? 'suspended' : 'done';
    return PENDING;
  }

  /** How the caller of a frame that failed is entered: a dropped frame's error is kept, and leaving goes on. */
  #failed(top: Frame, failure: unknown): Entry {
    if (!top.leaving) return 'throw';
    this.#failures?.push(failure);
    return 'return';
  }

  /** The root answered: its value, unless it was dropped and a `finally` block failed on the way out. */
  #answer(value: unknown): unknown {
    if (this.#failures === null) return value;
    if (this.#failures.length === 0) return undefined;
    if (this.#failures.length === 1) throw this.#failures[0];
    throw new AggregateError(this.#failures, `co ${this.#root.name}: several finally blocks failed`);
  }

  #fail(error: unknown): unknown {
    if (this.#failures === null) throw error;
    return this.#answer(undefined);
  }
}

/** How a frame ends that is left before it started. */
const NEVER_RAN: IteratorReturnResult<undefined> = { done: true, value: undefined };

function enterFrame(frame: Frame, entry: Entry, error: unknown): IteratorResult<Suspend, unknown> {
  const { generator } = frame;
  if (entry === 'next') return generator === null ? frame.start() : enter.call(generator);
  if (entry === 'throw') return raise.call(generator as Body<unknown>, error);
  frame.leaving = true;
  return generator === null ? NEVER_RAN : leave.call(generator, undefined);
}

// fresh --> called
function push(callee: Frame, caller: Frame): Frame {
  callee.state = 'called';
  callee.caller = caller;
  return callee;
}

/** A call met a task that has used its budget up: the callee starts in the task's next turn, behind the others. */
function startLater(cx: Context): Future<unknown> {
  cx.waker.wakeByRef();
  return START;
}

/** Delivers nothing to a generator that has not started. */
class Start extends Future<typeof NOTHING> {
  override poll(): typeof NOTHING {
    return NOTHING;
  }
}

const START = /* @__PURE__ */ new Start();
