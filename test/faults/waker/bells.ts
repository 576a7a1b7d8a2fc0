import type { WakerHandle } from 'reveille';

const ASKED = 0;
const ANSWERED = 1;
const SLOT = 2;
const GENERATION = 3;
const PLACE = 16;

/** What threads ask and are answered, and by which waker they are woken, in shared words. */
export class Bells {
  readonly #words: Int32Array;

  constructor(readonly buffer = new SharedArrayBuffer(4 * 8 * PLACE)) {
    this.#words = new Int32Array(buffer);
  }

  /** That thread asks once more. */
  ask(thread: number): void {
    Atomics.add(this.#words, thread * PLACE + ASKED, 1);
  }

  /** Answers it; false when it has not asked. */
  answer(thread: number): boolean {
    const asked = Atomics.load(this.#words, thread * PLACE + ASKED);
    return Atomics.exchange(this.#words, thread * PLACE + ANSWERED, asked) !== asked;
  }

  isAnswered(thread: number): boolean {
    const asked = Atomics.load(this.#words, thread * PLACE + ASKED);
    return Atomics.load(this.#words, thread * PLACE + ANSWERED) === asked;
  }

  /** That thread is to be woken by it from now on. */
  setWaker(thread: number, { slot, generation }: WakerHandle): void {
    Atomics.store(this.#words, thread * PLACE + GENERATION, generation);
    Atomics.store(this.#words, thread * PLACE + SLOT, slot);
  }

  /** Its handle; the buffer is the same for all. */
  wakerOf(thread: number, { buffer }: WakerHandle): WakerHandle | undefined {
    const slot = Atomics.load(this.#words, thread * PLACE + SLOT);
    if (slot === 0) return undefined;
    return { buffer, slot, generation: Atomics.load(this.#words, thread * PLACE + GENERATION) };
  }
}
