import { ReveilleError } from '../../core/errors.js';
import { type Buffers, KEPT, mark, numberOf } from './buffers.js';
import { real } from './real.js';

const { SharedArrayBuffer: RealBuffer } = real;

/** Buffers that a set-up may make: the program's, or a thread's. */
const MOST = 24;

/** A buffer made in an earlier run, to be used again. */
interface Slot {
  readonly number: number;
  readonly bytes: number;
  readonly buffer: SharedArrayBuffer;
}

/** A buffer that is there for all runs, and what it held when they began. */
interface Kept {
  readonly buffer: SharedArrayBuffer;
  image: Uint8Array;
}

/**
 * The shared memory that a set-up makes. The next run's set-up, asking for the same, gets the same buffers again, zeroed,
 * so that threads need not be sent anything between runs.
 *
 * That would be wrong for a buffer which the program keeps: a module may make one at first use, and hold on to it. So the
 * first set-up is a rehearsal. What it makes is never given out again, and put back before each run to what it was after
 * the rehearsal; such a buffer gets a number when it turns out that it is used.
 */
export class Memory {
  /** Changes when a buffer got a number that other threads do not know yet. */
  version = 0;
  readonly #buffers: Buffers;
  readonly #first: number;
  readonly #refuse: (what: string) => never;
  readonly #slots = new Map<string, Slot[]>();
  /** How many of each size this set-up has asked for. */
  readonly #asked = new Map<string, number>();
  readonly #kept: Kept[] = [];
  readonly #numbered = new Map<number, SharedArrayBuffer>();
  #rehearses = false;

  /**
   * @param thread - whose set-up makes the buffers; -1 for the program's.
   * @param refuse - ends the exploration.
   */
  constructor(thread: number, buffers: Buffers, refuse: (what: string) => never) {
    this.#refuse = refuse;
    this.#buffers = buffers;
    this.#first = (thread + 1) * MOST;
  }

  /** All that has a number. */
  get numbered(): ReadonlyMap<number, SharedArrayBuffer> {
    return this.#numbered;
  }

  /** The buffers that the latest set-up made. */
  get latest(): SharedArrayBuffer[] {
    return [...this.#slots].flatMap(([size, slots]) =>
      slots.slice(0, this.#asked.get(size) ?? 0).map(({ buffer }) => buffer),
    );
  }

  /** Runs the first set-up, whose buffers nobody will be given again. */
  async rehearse(setup: () => Promise<void>): Promise<void> {
    this.#rehearses = true;
    await setup();
    this.#rehearses = false;
    for (const kept of this.#kept) kept.image = new Uint8Array(kept.buffer).slice();
  }

  /** A set-up begins. */
  restart(): void {
    this.#asked.clear();
    for (const { buffer, image } of this.#kept) {
      if (buffer.byteLength !== image.length) throw new ReveilleError(GROWN);
      new Uint8Array(buffer).set(image);
    }
  }

  /** New shared memory, as far as the program can tell. */
  make(bytes: number, maxBytes: number | undefined): SharedArrayBuffer {
    if (this.#rehearses) return this.#keep(newBuffer(bytes, maxBytes));
    const size = `${bytes}/${maxBytes}`;
    const nth = this.#asked.get(size) ?? 0;
    this.#asked.set(size, nth + 1);
    const slots = this.#slots.get(size) ?? [];
    this.#slots.set(size, slots);
    const slot = slots[nth];
    if (slot === undefined || slot.buffer.byteLength !== slot.bytes) {
      slots[nth] = this.#fill(slot?.number ?? this.#next(), newBuffer(bytes, maxBytes)); // one that has grown cannot shrink
    } else new Uint8Array(slot.buffer).fill(0);
    return (slots[nth] as Slot).buffer;
  }

  /** The number of a buffer, see {@link numberOf}. One that turns out to be kept gets its number here. */
  number(buffer: SharedArrayBuffer): number {
    const number = numberOf(buffer);
    return number === KEPT ? this.#fill(this.#next(), buffer).number : number;
  }

  #keep(buffer: SharedArrayBuffer): SharedArrayBuffer {
    mark(buffer, KEPT);
    this.#kept.push({ buffer, image: new Uint8Array() });
    return buffer;
  }

  #fill(number: number, buffer: SharedArrayBuffer): Slot {
    this.#buffers.learn(number, buffer);
    this.#numbered.set(number, buffer);
    this.version += 1;
    return { number, bytes: buffer.byteLength, buffer };
  }

  #next(): number {
    const made = this.#numbered.size;
    if (made === MOST) this.#refuse(`a set-up may make ${MOST} SharedArrayBuffers at most`);
    return this.#first + made;
  }
}

const GROWN = 'explore: shared memory that a module keeps from one run to the next has grown, and cannot shrink again';

function newBuffer(bytes: number, maxBytes: number | undefined): SharedArrayBuffer {
  return maxBytes === undefined ? new RealBuffer(bytes) : new RealBuffer(bytes, { maxByteLength: maxBytes });
}
