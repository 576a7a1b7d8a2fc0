import { grown } from './grown.js';
import { MOST_THREADS } from './plan.js';
import { dependent, EVERYWHERE, type Run } from './run.js';

/**
 * By step of the present run: who is to go there in other runs, who went there already, who sleeps, and what each of
 * them does there.
 *
 * A thread sleeps (P. Godefroid, 1996) from where an earlier run let it go until somebody does what its step depends on:
 * until then the other order leads to the same.
 */
export class Branches {
  readonly #run: Run;
  #wanted = new Uint8Array(64);
  #tried = new Uint8Array(64);
  #asleep = new Uint8Array(64);
  /** By step and thread: what that thread does there, as far as it is wanted, tried or asleep. */
  #places = new Int32Array(64 * MOST_THREADS);
  #accesses = new Uint8Array(64 * MOST_THREADS);

  constructor(run: Run) {
    this.#run = run;
  }

  /** Begins the branches of a step that the present run is the first to make. Answers false if its thread was asleep. */
  begin(step: number): boolean {
    this.#makeRoom(step + 1);
    this.#asleep[step] = step === 0 ? 0 : this.asleepAfter(step - 1);
    for (let thread = 0; thread < MOST_THREADS; thread += 1) {
      if (((this.#asleep[step] as number) >> thread) & 1) this.#remember(step, thread, ...this.#does(step - 1, thread));
    }
    this.#wanted[step] = 0;
    this.#tried[step] = 0;
    if (((this.#asleep[step] as number) >> this.#run.thread(step)) & 1) return false;
    this.try(step);
    return true;
  }

  /** Notes what the present run does at a step. */
  try(step: number): void {
    const thread = this.#run.thread(step);
    this.#tried[step] = (this.#tried[step] as number) | (1 << thread);
    this.#remember(step, thread, this.#run.place(step), this.#run.access(step));
  }

  /** Who need not be tried at a step any more, or will be. */
  settled(step: number): number {
    return (this.#wanted[step] as number) | (this.#tried[step] as number) | (this.#asleep[step] as number);
  }

  /** Who is still to be tried at a step. */
  left(step: number): number {
    return (this.#wanted[step] as number) & ~(this.#tried[step] as number) & ~(this.#asleep[step] as number);
  }

  /** A thread is to be tried at a step, where it will touch `place`; whoever can go, if it cannot. */
  want(step: number, thread: number, place: number, access: number): void {
    if (((this.#run.enabled(step) >> thread) & 1) === 0) this.wantAll(step, this.#run.enabled(step));
    else if (((this.settled(step) >> thread) & 1) === 0) {
      this.#wanted[step] = (this.#wanted[step] as number) | (1 << thread);
      this.#remember(step, thread, place, access);
    }
  }

  /** All `threads`, a mask, are to be tried at a step. What they will do there is not known. */
  wantAll(step: number, threads: number): void {
    for (let thread = 0; thread < MOST_THREADS; thread += 1) {
      if ((threads >> thread) & 1) this.want(step, thread, EVERYWHERE, 0);
    }
  }

  /** Who sleeps after a thread has made a step, as a mask, from what is known of that step. */
  asleepAfter(step: number, thread = this.#run.thread(step)): number {
    const [place, access] = this.#does(step, thread);
    let asleep = ((this.#asleep[step] as number) | (this.#tried[step] as number)) & ~(1 << thread);
    for (let sleeper = 0; sleeper < MOST_THREADS; sleeper += 1) {
      if (((asleep >> sleeper) & 1) === 0) continue;
      if (dependent(place, access, ...this.#does(step, sleeper))) asleep &= ~(1 << sleeper);
    }
    return asleep;
  }

  #does(step: number, thread: number): readonly [place: number, access: number] {
    const at = step * MOST_THREADS + thread;
    return [this.#places[at] as number, this.#accesses[at] as number];
  }

  #remember(step: number, thread: number, place: number, access: number): void {
    const at = step * MOST_THREADS + thread;
    this.#places[at] = place;
    this.#accesses[at] = access;
  }

  #makeRoom(length: number): void {
    this.#wanted = grown(this.#wanted, length);
    this.#tried = grown(this.#tried, length);
    this.#asleep = grown(this.#asleep, length);
    this.#places = grown(this.#places, length * MOST_THREADS);
    this.#accesses = grown(this.#accesses, length * MOST_THREADS);
  }
}
