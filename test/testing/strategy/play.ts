import { MOST_THREADS, type Plan, STAY } from '../../../src/testing/strategy/plan.js';
import { dependent, type Run } from '../../../src/testing/strategy/run.js';
import type { Strategy } from '../../../src/testing/strategy/strategy.js';
import { type Ending, textOf } from '../litmus.js';
import { Machine, type MachineOptions, type ToyProgram, USUAL } from './toy-machine.js';

/** A step, as `Run` tells it. */
export interface Step {
  readonly thread: number;
  readonly place: number;
  readonly access: number;
  readonly enabled: number;
  readonly timed: number;
  readonly held: number;
  readonly cause: number;
}

/** A run that is written down. */
export class StoredRun implements Run {
  constructor(
    readonly steps: readonly Step[],
    readonly cut = false,
  ) {}

  get length(): number {
    return this.steps.length;
  }

  thread(step: number): number {
    return this.#at(step).thread;
  }

  place(step: number): number {
    return this.#at(step).place;
  }

  access(step: number): number {
    return this.#at(step).access;
  }

  enabled(step: number): number {
    return this.#at(step).enabled;
  }

  timed(step: number): number {
    return this.#at(step).timed;
  }

  held(step: number): number {
    return this.#at(step).held;
  }

  cause(step: number): number {
    return this.#at(step).cause;
  }

  /** Who made the steps: `0010`. */
  get schedule(): string {
    return this.steps.map(({ thread }) => thread).join('');
  }

  #at(step: number): Step {
    return this.steps[step] as Step;
  }
}

/** A plan with room for so many steps. */
export function emptyPlan(room = 1_000): Plan {
  return { orders: new Uint8Array(room), length: 0, rest: STAY, sleep: 0 };
}

export interface Played {
  readonly run: StoredRun;
  readonly ending: Ending;
}

export interface PlayOptions extends MachineOptions {
  /** After how many steps in a row a thread that stays makes way. */
  readonly patience: number;
  /** Whether a thread that has made no step yet wakes at every step, as if it were unknown what it will do. */
  readonly wakesNewcomers: boolean;
}

export const PLAIN: PlayOptions = { ...USUAL, patience: Number.POSITIVE_INFINITY, wakesNewcomers: false };

/** Runs a program once, as the plan says. */
export function play(program: ToyProgram, plan: Plan, options: PlayOptions = PLAIN): Played {
  const machine = new Machine(program, options);
  const steps: Step[] = [];
  let sleep = plan.sleep;
  let inARow = 0;
  for (;;) {
    const { enabled, timed, held } = machine;
    const planned = steps.length < plan.length;
    const able = planned ? enabled : enabled & ~sleep;
    const last = steps.at(-1)?.thread ?? 0;
    if (able === 0) return { run: new StoredRun(steps, enabled !== 0), ending: machine.ending };
    const order = planned ? (plan.orders[steps.length] as number) : plan.rest;
    const thread = pick(order, inARow < options.patience ? last : last + 1, able, timed);
    inARow = thread === last ? inARow + 1 : 1;
    const cause = machine.cause(thread);
    const sleepers = threadsOf(planned ? 0 : sleep).map((sleeper) => ({ sleeper, ...machine.pending(sleeper) }));
    const done = machine.step(thread);
    for (const { sleeper, place, access } of sleepers) {
      const newcomer = options.wakesNewcomers && steps.every((step) => step.thread !== sleeper);
      if (newcomer || dependent(place, access, done.place, done.access)) sleep &= ~(1 << sleeper);
    }
    steps.push({ thread, ...done, enabled, timed, held, cause });
  }
}

export function threadsOf(mask: number): number[] {
  return Array.from({ length: MOST_THREADS }, (_, thread) => thread).filter((thread) => (mask >> thread) & 1);
}

function pick(order: number, staying: number, able: number, timed: number): number {
  const awake = able & ~timed;
  const among = awake === 0 ? able : awake;
  const can = (thread: number, mask: number): boolean => ((mask >> thread) & 1) === 1;
  if (order !== STAY && can(order & 3, able)) return order & 3;
  for (let i = 0; ; i += 1) {
    const thread = order === STAY ? (staying + i) % MOST_THREADS : (order >> (2 * i)) & 3;
    if (can(thread, among)) return thread;
  }
}

export interface Explored {
  readonly runs: readonly Played[];
  /** What the runs came to that were not cut, sorted. */
  readonly outcomes: readonly string[];
}

/** Runs a program under every schedule that the strategy tries, and calls `each` between the runs. */
export function explore(
  program: ToyProgram,
  strategy: Strategy,
  options: PlayOptions = PLAIN,
  each: (played: Played) => void = () => {},
): Explored {
  const runs: Played[] = [];
  const outcomes = new Set<string>();
  for (const plan = emptyPlan(); strategy.next(plan); ) {
    const played = play(program, plan, options);
    runs.push(played);
    if (!played.run.cut) outcomes.add(textOf(played.ending, true));
    strategy.ran(played.run);
    each(played);
  }
  return { runs, outcomes: [...outcomes].sort() };
}
