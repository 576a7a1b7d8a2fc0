import { grown } from './grown.js';

/** Bytes of a block. */
const BLOCK = 1 << 16;

/** Steps of a run, by step. */
export interface Steps {
  /** Who made it. */
  threads: Uint8Array;
  /** A check sum of what it did. */
  marks: Uint8Array;
  /** Who else is to go there, as a mask. */
  alternatives: Uint8Array;
}

/**
 * Schedules that are to be tried later, first in, first out: millions of them, so each is kept as bytes, and only as far
 * as it differs from the one before. One entry holds a whole run and, step by step, who else is to go there:
 *
 * ```text
 *   how many steps it shares with the entry before | how many follow | two bytes each: thread, alternatives << 4; mark
 * ```
 *
 * Depth-first search changes the end of a schedule far more often than its beginning, so that an entry has some twenty
 * bytes, for about as many schedules as it has steps of its own.
 */
export class Deferred {
  readonly #blocks: Uint8Array[] = [];
  /** Where in the first block the next entry begins. */
  #start = 0;
  /** Where in the last block there is room. */
  #end = BLOCK;
  #size = 0;
  /** The threads of the entry that was written last. */
  #written = new Uint8Array(64);
  #writtenLength = 0;
  /** The entry that was read last. */
  #shown = { threads: new Uint8Array(64), marks: new Uint8Array(64) };

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** Adds an entry of `end` steps, which has no alternatives before step `from`. */
  push({ threads, marks, alternatives }: Steps, from: number, end: number): void {
    const shared = this.#sharedWith(threads, from);
    this.#writeNumber(shared);
    this.#writeNumber(end - shared);
    this.#written = grown(this.#written, end);
    for (let step = shared; step < end; step += 1) {
      this.#write((threads[step] as number) | ((alternatives[step] as number) << 4));
      this.#write(marks[step] as number);
      this.#written[step] = threads[step] as number;
    }
    this.#writtenLength = end;
    this.#size += 1;
  }

  /**
   * Takes the first entry out, into arrays that have room for it, and in which there are no other alternatives.
   *
   * @returns how many steps it has.
   */
  shift({ threads, marks, alternatives }: Steps): number {
    const shared = this.#readNumber();
    const end = shared + this.#readNumber();
    const shown = this.#shown;
    shown.threads = grown(shown.threads, end);
    shown.marks = grown(shown.marks, end);
    for (let step = shared; step < end; step += 1) {
      const byte = this.#read();
      shown.threads[step] = byte & 0xf;
      alternatives[step] = byte >> 4;
      shown.marks[step] = this.#read();
    }
    for (let step = 0; step < end; step += 1) {
      threads[step] = shown.threads[step] as number;
      marks[step] = shown.marks[step] as number;
    }
    this.#size -= 1;
    return end;
  }

  /** How many of the first `most` steps are those of the entry before. */
  #sharedWith(threads: Uint8Array, most: number): number {
    const end = Math.min(most, this.#writtenLength);
    let step = 0;
    while (step < end && threads[step] === this.#written[step]) step += 1;
    return step;
  }

  #write(byte: number): void {
    if (this.#end === BLOCK) {
      this.#blocks.push(new Uint8Array(BLOCK));
      this.#end = 0;
    }
    (this.#blocks.at(-1) as Uint8Array)[this.#end] = byte;
    this.#end += 1;
  }

  #read(): number {
    if (this.#start === BLOCK) {
      this.#blocks.shift();
      this.#start = 0;
    }
    const byte = (this.#blocks[0] as Uint8Array)[this.#start] as number;
    this.#start += 1;
    return byte;
  }

  /** Seven bits a byte, the lowest first; the eighth says that more follow. */
  #writeNumber(number: number): void {
    let rest = number;
    for (; rest > 127; rest >>>= 7) this.#write((rest & 127) | 128);
    this.#write(rest);
  }

  #readNumber(): number {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#read();
      number |= (byte & 127) << shift;
      if (byte < 128) return number;
    }
  }
}
