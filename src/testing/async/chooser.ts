import { Prng } from '../strategy/prng.js';

/** What is ready to run. */
export interface Choice {
  /** Tells it from all others, in this run and in a run of the same seed. */
  readonly id: number;
}

/** Decides what comes next wherever a program leaves that open. */
export interface Chooser {
  /** The index of one of them; they stand in the order in which they became ready. */
  pick(ready: readonly Choice[]): number;
  /** Yes or no. No is what an ordinary executor does. */
  flip(): boolean;
  /** What the program itself leaves to chance: a whole number from 0 to `bound - 1`. */
  below(bound: number): number;
}

/**
 * Draws from a seed. Half of the seeds take any ready task at each step. That hardly ever leaves one behind for long, which
 * many bugs need; so the others give each task a priority, and a new one now and then: after PCT (S. Burckhardt et al.,
 * *A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs*, 2010).
 */
export function seeded(seed: number): Chooser {
  const chance = new Prng(seed);
  return chance.below(2) === 0 ? new Uniform(chance) : new Prioritised(chance);
}

/**
 * Follows a list, and beyond its end takes what became ready first. Any list of whole numbers will do: one that is too
 * large means the last.
 */
export function listed(choices: readonly number[]): Chooser {
  return new Listed(choices);
}

/** Follows another, and writes down what it chose, for {@link listed}. */
export class Recorder implements Chooser {
  readonly #of: Chooser;
  readonly #choices: number[] = [];

  constructor(of: Chooser) {
    this.#of = of;
  }

  /** What was chosen, up to the last choice that was not the first that became ready. */
  get choices(): readonly number[] {
    return this.#choices.slice(0, this.#choices.findLastIndex((choice) => choice !== 0) + 1);
  }

  pick(ready: readonly Choice[]): number {
    if (ready.length < 2) return 0; // nothing to choose
    const index = this.#of.pick(ready);
    this.#choices.push(index);
    return index;
  }

  flip(): boolean {
    const yes = this.#of.flip();
    this.#choices.push(yes ? 1 : 0);
    return yes;
  }

  below(bound: number): number {
    const drawn = this.#of.below(bound);
    this.#choices.push(drawn);
    return drawn;
  }
}

class Uniform implements Chooser {
  constructor(private readonly chance: Prng) {}

  pick(ready: readonly Choice[]): number {
    return this.chance.below(ready.length);
  }

  flip(): boolean {
    return this.chance.below(2) === 1;
  }

  below(bound: number): number {
    return this.chance.below(bound);
  }
}

/** A task that was taken gets a new priority once in so many times; else one that waits for another in a loop hangs. */
const CHANGES = 16;

class Prioritised implements Chooser {
  /** By the number of the choice; tasks have positive ones, awaits negative ones. */
  readonly #priorities: [(number | undefined)[], (number | undefined)[]] = [[], []];

  constructor(private readonly chance: Prng) {}

  /** Looks at all of them each time: ten thousand tasks that are ready make it the greater part of a run. */
  pick(ready: readonly Choice[]): number {
    let best = 0;
    let highest = -1;
    for (let index = 0; index < ready.length; index += 1) {
      const priority = this.#of((ready[index] as Choice).id);
      if (priority <= highest) continue;
      best = index;
      highest = priority;
    }
    if (this.chance.below(CHANGES) === 0) this.#set((ready[best] as Choice).id, undefined);
    return best;
  }

  flip(): boolean {
    return this.chance.below(2) === 1;
  }

  below(bound: number): number {
    return this.chance.below(bound);
  }

  #of(id: number): number {
    const priority = this.#priorities[id < 0 ? 1 : 0][Math.abs(id)];
    return priority ?? this.#set(id, this.chance.below(2 ** 30));
  }

  #set<P extends number | undefined>(id: number, priority: P): P {
    this.#priorities[id < 0 ? 1 : 0][Math.abs(id)] = priority;
    return priority;
  }
}

class Listed implements Chooser {
  readonly #choices: readonly number[];
  #next = 0;

  constructor(choices: readonly number[]) {
    this.#choices = choices;
  }

  pick(ready: readonly Choice[]): number {
    return Math.min(this.#take(), ready.length - 1); // not modulo: a smaller choice must be a simpler one, to shrink
  }

  flip(): boolean {
    return this.#take() > 0;
  }

  below(bound: number): number {
    return Math.min(this.#take(), bound - 1);
  }

  #take(): number {
    return this.#choices[this.#next++] ?? 0;
  }
}
