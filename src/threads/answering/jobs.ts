import { RecvError } from '../../channel/errors.js';
import type { Receiver } from '../../channel/receiver.js';
import { PENDING } from '../../core/poll.js';
import { load, store } from '../../platform/index.js';
import { BLOCK_BITS, BROKEN, QUEUED, STATE, STATES } from '../wire/layout.js';
import { outside } from '../wire/outside.js';
import type { CallTable } from '../wire/table.js';

export const NONE = -1;
export const CLOSED = -2;

/** Where a worker takes calls from: the channels of their numbers, the most urgent one first. */
export class Jobs {
  readonly #lines: readonly Receiver<number>[];
  readonly #table: CallTable;

  constructor(lines: readonly Receiver<number>[], table: CallTable) {
    this.#lines = lines;
    this.#table = table;
  }

  /**
   * The most urgent call that waits; NONE, or CLOSED when there will be none any more.
   *
   * @throws HandleError when the queue can't be gone on with: its memory was overwritten, or a thread stopped in its midst.
   */
  next(): number {
    let closed = 0;
    for (const line of this.#lines) {
      try {
        const slot = line.tryRecv();
        if (slot !== PENDING) return slot;
      } catch (error) {
        this.#check(error);
        closed += 1;
      }
    }
    return closed === this.#lines.length ? this.#left(CLOSED) : NONE;
  }

  /** Anything but that the queue is closed ends this thread; the next one would die of it, too, so what waits is to fail. */
  #check(error: unknown): void {
    if (error instanceof RecvError) return;
    store(this.#table.words, BROKEN, 1);
    throw error;
  }

  get isEmpty(): boolean {
    return this.#lines.every((line) => line.isEmpty);
  }

  /** Whether calls wait, in a queue or for room there. */
  get areLeft(): boolean {
    return !this.isEmpty || outside(this.#table) > 0;
  }

  /**
   * A call whose number waits for room in a queue that is empty by now; NONE when there is none. The thread that is to put it there may be at
   * work, or block on something that waits for that very call.
   */
  outside(): number {
    return outside(this.#table) === 0 ? NONE : this.#left(NONE);
  }

  /** A call that there was no room for in the queue, or that a dead worker had the number of; `none` when there is none. */
  #left(none: number): number {
    const end = this.#table.look() << BLOCK_BITS;
    for (let slot = 0; slot < end; slot += 1) {
      if ((load(this.#table.words, this.#table.slotAt(slot) + STATE) & STATES) === QUEUED) return slot;
    }
    return none;
  }
}
