import { parentPort } from 'node:worker_threads';
import type { Board } from './board.js';
import { BLOCKING, type Operation } from './operations.js';
import { isDeath, isSudden, type Part } from './part.js';

/** After so many steps it goes on to its next way. */
const STRETCH = 50;

/** What one who is to die for want of memory takes at a step: small enough for an end by the limit, and no crash. */
const BITE = 8_000;

/** A thread in a round: its part, and its place on the board. */
export class Here {
  /** Whether it blocks from now on, wherever it can. */
  #blocks = false;
  readonly #eaten: unknown[] = [];

  /**
   * @param place - on the board: 0 is the main thread's.
   * @param part - of the main thread there is none.
   */
  constructor(
    readonly board: Board,
    readonly place: number,
    readonly part?: Part,
  ) {}

  /** Among the threads beside the main one, from 0 on. */
  get number(): number {
    return this.place - 1;
  }

  /** How it does this step. */
  way<W>(ways: readonly W[], step: number): W {
    const { ways: numbers } = this.part ?? { ways: [step] };
    const number = numbers[Math.floor(step / STRETCH) % numbers.length] as number;
    const blocking = this.#blocks ? ways.filter((way) => BLOCKING.has(way)) : [];
    const all = blocking.length > 0 ? blocking : ways;
    return all[number % all.length] as W;
  }

  at(operation: Operation): void {
    this.board.at(this.place, operation);
  }

  done(count = 1): void {
    if (count > 0) this.board.done(this.place, count);
  }

  /** Whether it is to end before all is done, and has done enough for that. */
  isDue(done: number): boolean {
    return this.part !== undefined && this.part.end !== 'done' && done >= this.part.after;
  }

  /** Whether it is due, and will not leave alive. */
  isDying(done: number): boolean {
    return this.part !== undefined && this.isDue(done) && isDeath(this.part.end);
  }

  /** Whether it goes on; when it is due, it ends as its part says. */
  goesOn(done: number): boolean {
    if (!this.isDue(done)) return true;
    const end = this.part?.end;
    if (end === 'throw') throw new Error(PLANNED);
    if (end === 'exit') process.exit(1);
    if (end === 'memory') this.#eat();
    else if (end === 'terminate' || end === 'blocked') this.#askForIt();
    this.#blocks = end === 'blocked';
    return end !== undefined && isSudden(end); // it goes on until that happens
  }

  /** Its heap is at its limit after some steps; by then it may be in the midst of anything. */
  #eat(): void {
    for (let bite = 0; bite < 40; bite += 1) this.#eaten.push(new Array(BITE).fill(this.#eaten.length));
  }

  #isAsked = false;

  #askForIt(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    parentPort?.postMessage(TERMINATE);
  }

  /**
   * Whether it ends before it takes a lock. One that dies may as well do that with the lock, as its role says; whoever is
   * terminated does so wherever it is by then.
   */
  diesOutside(done: number): boolean {
    if (this.isDying(done) && (this.part?.role ?? 0) % 2 === 0) return false;
    return !this.goesOn(done);
  }

  /**
   * Keeps away until somebody else gets something done, or the main thread is through with the act. What comes of a wait that
   * was given up: if a call was lost on it, nobody makes up for that by looking again, and the round hangs. To be called
   * only where the main thread can go on without this one.
   */
  async keepAway(): Promise<void> {
    const { progress } = this.board;
    const { act } = this.board.standing(this.place);
    const isMainHere = (): boolean => {
      const main = this.board.standing(0);
      return main.act === act && main.operation !== 'waits for the threads to end';
    };
    while (this.board.progress === progress && isMainHere()) await this.pause();
  }

  /** Lets others go on, and the thread's event loop turn. The board goes on telling what was tried in vain. */
  async pause(): Promise<void> {
    await new Promise(setImmediate);
  }
}

/** What a thread says that is to be terminated. */
export const TERMINATE = 'terminate';

/** Of an error that is a part of the plan. */
export const PLANNED = 'a part of the plan';
