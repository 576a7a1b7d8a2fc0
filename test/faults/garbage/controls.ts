const BEAT = 0;
const STEP = 1;
const WRITTEN = 2;
const PLACE = 16;

/** Which of the two threads of a cell. */
export type Side = 0 | 1;

/** What a cell's threads are about, in shared words that are overwritten by nobody. */
export class Controls {
  readonly #words: Int32Array;

  constructor(readonly buffer = new SharedArrayBuffer(4 * 2 * PLACE)) {
    this.#words = new Int32Array(buffer);
  }

  /** That thread begins an operation, which has that number among those of its subject; -1: it is between two. */
  at(side: Side, step: number): void {
    Atomics.store(this.#words, side * PLACE + STEP, step);
    Atomics.add(this.#words, side * PLACE + BEAT, 1);
  }

  /** Which operation it is in, if it is in one. */
  step(side: Side): number {
    return Atomics.load(this.#words, side * PLACE + STEP);
  }

  /** Changes with each operation. */
  beat(side: Side): number {
    return Atomics.load(this.#words, side * PLACE + BEAT);
  }

  /** How many words were written so far. */
  get written(): number {
    return Atomics.load(this.#words, WRITTEN);
  }

  wrote(): void {
    Atomics.add(this.#words, WRITTEN, 1);
    Atomics.notify(this.#words, WRITTEN);
  }

  /** Blocks until more than so many were written. */
  awaitWrite(known: number): void {
    Atomics.wait(this.#words, WRITTEN, known);
  }
}
