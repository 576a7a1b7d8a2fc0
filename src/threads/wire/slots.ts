import { isThere } from '../../camp/fellow-word.js';
import { compareExchange, load, store } from '../../platform/index.js';
import { BLOCK_BITS, CANCEL, FREE, isAnswered, OWNER, OWNER_SEAT, STATE, STATES } from './layout.js';
import { dropCall } from './states.js';
import type { CallTable } from './table.js';

/** The slots by which this thread calls: whole blocks are its own, so giving one out is a pop of a list. */
export class Slots {
  readonly #table: CallTable;
  readonly #seat: number;
  readonly #dropPayload: (slot: number) => void;
  readonly #free: number[] = [];

  /** @param dropPayload - gives the memory of a call's arguments back. */
  constructor(table: CallTable, seat: number, dropPayload: (slot: number) => void) {
    this.#table = table;
    this.#seat = seat;
    this.#dropPayload = dropPayload;
  }

  /** @throws RangeError when as many calls are under way as there can be. */
  take(): number {
    return this.#free.pop() ?? this.#more();
  }

  /** The slot of a call that is over. */
  give(slot: number): void {
    this.#free.push(slot);
  }

  #more(): number {
    const table = this.#table;
    for (let from = 0; ; ) {
      const count = table.look();
      for (let block = from; block < count; block += 1) if (this.#claim(block)) return this.#free.pop() as number;
      if (this.#free.length > 0) return this.#free.pop() as number;
      from = count;
      table.grow();
    }
  }

  /** Takes a block that is nobody's, or whose thread has died. Answers whether there was a free slot in it. */
  #claim(block: number): boolean {
    const table = this.#table;
    const { words } = table;
    const at = table.blockOf(block) + OWNER;
    const owner = load(words, at);
    if (owner !== 0 && (owner === table.me || isThere(table.seats.ground, owner) || this.#hasAnswers(block)))
      return false;
    // SYNC: of all who find it, one gets it.
    if (compareExchange(words, at, owner, table.me) !== owner) return false;
    store(words, table.blockOf(block) + OWNER_SEAT, this.#seat);
    for (let slot = ((block + 1) << BLOCK_BITS) - 1; slot >= block << BLOCK_BITS; slot -= 1) this.#inherit(slot);
    return this.#free.length > 0;
  }

  /**
   * Whether there are answers that the dead one has not taken. Of these nobody can say whether it was told of them, and they
   * could not be told from the heir's; the watcher throws them away after a while.
   */
  #hasAnswers(block: number): boolean {
    const { words } = this.#table;
    for (let slot = block << BLOCK_BITS; slot < (block + 1) << BLOCK_BITS; slot += 1) {
      if (isAnswered(load(words, this.#table.slotAt(slot) + STATE))) return true;
    }
    return false;
  }

  /** A call of a dead thread's that runs on is cancelled: this thread is told of its end, and gets the slot then. */
  #inherit(slot: number): void {
    const { words } = this.#table;
    const at = this.#table.slotAt(slot);
    if (dropCall(this.#table, slot)) {
      this.#dropPayload(slot);
      this.#free.push(slot);
    } else {
      if ((load(words, at + STATE) & STATES) !== FREE) return; // it runs, or was answered since: then it is lost with its block
      store(words, at + CANCEL, 0);
      this.#free.push(slot);
    }
  }
}
