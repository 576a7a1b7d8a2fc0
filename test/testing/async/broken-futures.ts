import { type Context, Future, PENDING, type Poll, PollError, type Timer, type Waker } from 'reveille';
import type { CheckFutureOptions, FutureRule } from 'reveille/testing';
import { Door } from './door.js';

/** A future that breaks a rule: what it does wrong, which rule that is, and how it is made and checked. */
export interface Broken {
  readonly what: string;
  readonly rule: FutureRule;
  readonly make: () => Future<string>;
  /** Besides opening it, if it is a door. */
  readonly steps?: readonly (() => void)[];
  readonly options?: CheckFutureOptions<string>;
}

const broken = (what: string, rule: FutureRule, make: Broken['make'], more: Partial<Broken> = {}): Broken => ({
  what,
  rule,
  make,
  ...more,
});

class Deaf extends Door {
  protected override register(): void {}
}

class Late extends Door {
  override open(): void {
    const { waker } = this;
    this.waker = undefined;
    waker?.wake();
    if (this.state === 'closed') this.state = 'open'; // a waker that polls at once does not see it
  }
}

class Faithful extends Door {
  protected override register(cx: Context): void {
    this.waker ??= cx.waker.clone();
  }
}

class Counting extends Door {
  #polls = 0;
  override poll(cx: Context): Poll<string> {
    this.#polls += 1;
    return this.#polls === 4 && this.state === 'closed' ? this.answer() : super.poll(cx);
  }
}

class Impatient extends Door {
  #polled = false;
  override poll(cx: Context): Poll<string> {
    if (this.state === 'closed' && this.#polled) throw new Error('not yet');
    this.#polled = true;
    return super.poll(cx);
  }
}

class Moody extends Door {
  #polls = 0;
  override poll(cx: Context): Poll<string> {
    this.#polls += 1;
    return super.poll(cx);
  }
  protected override answer(): string {
    return `${super.answer()} ${this.#polls}`;
  }
}

class Hoarder extends Door {
  readonly #hoard: Waker[] = [];
  protected override register(cx: Context): void {
    this.#hoard.push(cx.waker.clone());
    super.register(cx);
  }
}

class Consuming extends Door {
  override poll(cx: Context): Poll<string> {
    const value = super.poll(cx);
    if (value !== PENDING) cx.waker.wake();
    return value;
  }
}

class Borrowing extends Door {
  protected override register(cx: Context): void {
    this.waker = cx.waker; // no clone
  }
  override open(): void {
    this.state = 'open';
    this.waker?.wakeByRef();
  }
  override [Symbol.dispose](): void {
    this.state = 'done';
  }
}

class Twice extends Door {
  override open(): void {
    const { waker } = this;
    super.open();
    try {
      waker?.wake();
    } catch {
      // swallowed, and seen all the same
    }
  }
}

class Clinging extends Door {
  #kept: Waker | undefined;
  protected override register(cx: Context): void {
    this.#kept?.[Symbol.dispose]();
    this.#kept = cx.waker.clone();
  }
  override open(): void {
    if (this.state === 'closed') this.state = 'open';
    const kept = this.#kept;
    this.#kept = undefined;
    kept?.wake(); // also when it was dropped
  }
}

class Ringing extends Door {
  #timer: Timer | undefined;
  override poll(cx: Context): Poll<string> {
    const timers = cx.services.timers;
    this.#timer ??= timers?.arm(timers.now() + 1_000, cx.waker);
    this.#timer?.setWaker(cx.waker);
    return super.poll(cx);
  }
}

/** A sleep that stays with the timers of the executor that polled it first. */
class Rooted extends Future<string> {
  #timer: Timer | undefined;
  #end = 0;
  #done = false;

  override poll(cx: Context): Poll<string> {
    if (this.#done) throw new PollError('rooted: it was used before');
    const timers = cx.services.timers;
    if (timers === undefined) throw new Error('no timers');
    if (this.#timer === undefined) {
      this.#end = timers.now() + 10;
      this.#timer = timers.arm(this.#end, cx.waker);
    }
    this.#timer.setWaker(cx.waker);
    if (timers.now() < this.#end) return PENDING;
    this[Symbol.dispose]();
    return 'slept';
  }

  override [Symbol.dispose](): void {
    this.#done = true;
    this.#timer?.[Symbol.dispose]();
  }
}

class Generous extends Door {
  override poll(cx: Context): Poll<string> {
    if (this.state === 'done') return 'come in again';
    return super.poll(cx);
  }
}

class Forgetful extends Door {
  override poll(cx: Context): Poll<string> {
    if (this.state === 'done') this.state = 'closed';
    return super.poll(cx);
  }
}

class Undead extends Door {
  #dropped = false;
  override poll(cx: Context): Poll<string> {
    if (this.#dropped) this.state = 'closed';
    return super.poll(cx);
  }
  override [Symbol.dispose](): void {
    this.#dropped = this.state === 'closed';
    super[Symbol.dispose]();
  }
}

class Sticky extends Door {
  override [Symbol.dispose](): void {
    const { state } = this;
    super[Symbol.dispose]();
    if (state === 'closed') throw new Error('it sticks');
  }
}

class Brittle extends Door {
  override [Symbol.dispose](): void {
    if (this.state === 'done') throw new Error('it broke');
    super[Symbol.dispose]();
  }
}

class Slamming extends Door {
  override open(): void {
    if (this.state === 'done') throw new Error('there is no door');
    super.open();
  }
}

/** Items, and a future that takes one as soon as it is there, and too early. */
class Box {
  static items: string[] = [];
}

class Taking extends Door {
  #taken: string | undefined;
  override poll(cx: Context): Poll<string> {
    this.#taken ??= Box.items.shift();
    return super.poll(cx);
  }
  protected override answer(): string {
    super.answer();
    return this.#taken ?? 'nothing';
  }
}

/** One for each way to break a rule. */
export const BROKEN: readonly Broken[] = [
  broken('keeps no waker', 'lost-wake-up', () => new Deaf()),
  broken('wakes before there is anything to see', 'lost-wake-up', () => new Late()),
  broken('keeps the waker of the first poll', 'stale-waker', () => new Faithful()),
  broken('counts its polls', 'spurious-poll', () => new Counting()),
  broken('fails when it is polled for nothing', 'spurious-poll', () => new Impatient()),
  broken('is never opened', 'never-ends', () => new Door(), { steps: [] }),
  broken('stays with the timers of the first executor', 'never-ends', () => new Rooted(), { steps: [] }),
  broken('answers how often it was polled', 'same-answer', () => new Moody()),
  broken('answers what the test does not expect', 'same-answer', () => new Door(), {
    options: {
      outcome: () => {
        throw new Error('something else was expected');
      },
    },
  }),
  broken('clones more wakers than it drops', 'wakers-balanced', () => new Hoarder()),
  broken('consumes the waker of the context', 'waker-misused', () => new Consuming()),
  broken('keeps the waker of the context', 'waker-misused', () => new Borrowing()),
  broken('uses a waker twice', 'waker-misused', () => new Twice()),
  broken('is woken although it was dropped', 'woken-after-end', () => new Clinging()),
  broken('leaves a timer armed', 'timer-left', () => new Ringing()),
  broken('answers twice', 'poll-after-end', () => new Generous()),
  broken('begins again after it answered', 'poll-after-end', () => new Forgetful()),
  broken('begins again after it was dropped', 'poll-after-drop', () => new Undead()),
  broken('fails to be dropped', 'drop-throws', () => new Sticky()),
  broken('can be dropped only once', 'drop-again', () => new Brittle()),
  broken('cannot be opened any more after it was dropped', 'step-throws', () => new Slamming()),
  broken(
    'takes its item before it answers',
    'drop-loses',
    () => {
      Box.items = ['item'];
      return new Taking();
    },
    {
      options: {
        dropped: () => {
          if (Box.items.length !== 1) throw new Error('the item is gone');
        },
      },
    },
  ),
];
