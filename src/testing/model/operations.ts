import { NOWHERE, READS, WIDE, WRITES } from '../strategy/run.js';
import { FOREIGN, KEPT, numberOf, OWN, UNKNOWN } from './buffers.js';
import { isWords, oneWord, toIndex, toValue, type Words } from './conversions.js';
import type { Memory } from './memory.js';
import { lengthOf, MOST_BYTES, placeMark, placeOf } from './places.js';
import { real } from './real.js';
import type { Steps } from './steps.js';
import type { World } from './world.js';

/** Those of `Atomics` that write; all but `store` answer the old value. */
export type WriteName = 'store' | 'add' | 'and' | 'exchange' | 'or' | 'sub' | 'xor';

type Write = (words: Words, index: number, value: unknown) => number | bigint;
type CompareExchange = (words: Words, index: number, expected: unknown, value: unknown) => number | bigint;

/** The atomic operations of a checked thread, each of them a step. */
export class Operations {
  readonly host: typeof Atomics;
  readonly steps: Steps;
  readonly world: World;
  /** What the thread's own set-up makes. */
  readonly #memory: Memory;
  /** The array that was looked at last, if it is one that `Atomics` takes; at first, what nobody can come with. */
  #known: unknown = {};

  constructor(steps: Steps, world: World, memory: Memory) {
    this.steps = steps;
    this.world = world;
    this.#memory = memory;
    this.host = Object.defineProperties({}, Object.getOwnPropertyDescriptors(Atomics)) as typeof Atomics;
  }

  load(array: Words, index: unknown): number | bigint {
    const { host, steps } = this;
    if (!this.models(array, true)) return host.load(array as Int32Array, index as number);
    const i = toIndex(index);
    const place = this.place(array, i);
    if (place === NOWHERE) return host.load(array as Int32Array, i);
    const access = READS | wide(array);
    steps.before(place, access, steps.tiresOf(place, access));
    const value = host.load(array as Int32Array, i);
    if (steps.detailed) this.say('load', place, `= ${value}`);
    steps.after(place, access, false);
    return value;
  }

  write(name: WriteName, array: Words, index: unknown, v: unknown): number | bigint {
    const { steps } = this;
    const operation = this.host[name] as Write;
    if (!this.models(array)) return operation(array, index as number, v);
    const i = toIndex(index);
    const place = this.place(array, i);
    if (place === NOWHERE) return operation(array, i, v);
    const value = toValue(array, v);
    const access = (name === 'store' ? WRITES : READS | WRITES) | wide(array);
    steps.before(
      place,
      access,
      steps.tiresOf(place, access) && this.#isVain(array, i, (word) => operation(word, 0, value)),
    );
    const old = this.#peek(array, i);
    const answer = operation(array, i, value);
    const now = this.#peek(array, i);
    if (steps.detailed) this.say(name, place, name === 'store' ? `= ${now}` : `${old} -> ${now}`);
    steps.after(place, access, old !== now);
    return answer;
  }

  compareExchange(array: Words, index: unknown, e: unknown, v: unknown): number | bigint {
    const { steps } = this;
    const operation = this.host.compareExchange as CompareExchange;
    if (!this.models(array)) return operation(array, index as number, e, v);
    const i = toIndex(index);
    const place = this.place(array, i);
    if (place === NOWHERE) return operation(array, i, e, v);
    const expected = toValue(array, e);
    const value = toValue(array, v);
    const access = READS | WRITES | wide(array); // even if it fails: see Run.access
    const isVain =
      steps.tiresOf(place, access) && this.#isVain(array, i, (word) => operation(word, 0, expected, value));
    steps.before(place, access, isVain);
    const old = operation(array, i, expected, value);
    const now = this.#peek(array, i);
    if (steps.detailed) {
      this.say('compareExchange', place, old === now ? `${expected} -> ${value}: is ${old}` : `${old} -> ${now}`);
    }
    steps.after(place, access, old !== now);
    return old;
  }

  /** A buffer that can grow: its length is shared too. */
  length(buffer: SharedArrayBuffer, read: () => number): number {
    const number = this.#lengthNumber(buffer);
    if (number < 0) return read();
    const place = lengthOf(number);
    this.steps.before(place, READS, this.steps.tiresOf(place, READS));
    const bytes = read();
    this.say('byteLength', place, `= ${bytes}`);
    this.steps.after(place, READS, false);
    return bytes;
  }

  grow(buffer: SharedArrayBuffer, length: unknown, read: () => number): void {
    const number = buffer.growable ? this.#lengthNumber(buffer) : OWN;
    if (number < 0) {
      this.#object(buffer, false);
      real.grow.call(buffer, length as number);
      return;
    }
    const place = lengthOf(number);
    const bytes = toIndex(length);
    this.steps.before(place, READS | WRITES, false);
    const old = read();
    real.grow.call(buffer, bytes);
    this.say('grow', place, `${old} -> ${read()}`);
    this.steps.after(place, READS | WRITES, old !== read());
  }

  /** The number of a buffer whose length is looked at or changed; below 0 when that is no step. */
  #lengthNumber(buffer: SharedArrayBuffer): number {
    if (this.world.mode !== 'running') return OWN;
    const number = this.#memory.number(buffer);
    if (number === UNKNOWN) this.world.refuse(STRANGE);
    return number;
  }

  /**
   * Whether what is done with an array may be a step. If not, the host does it, which throws if it is no such array.
   *
   * @param looks - whether it only reads, as who judges a run may.
   */
  models(array: unknown, looks = false): array is Words {
    if (this.world.mode !== 'running') {
      if (isWords(array)) this.#object(array.buffer, looks);
      return false;
    }
    if (array !== this.#known) {
      if (!isWords(array)) return false;
      this.#known = array;
    }
    return true;
  }

  /** The place that an operation is about; {@link NOWHERE} when it is no step: no such index, or memory of one's own. */
  place(words: Words, index: number): number {
    const number = this.number(words, index);
    if (number === FOREIGN) this.world.refuse(UNSHARED);
    if (number === UNKNOWN) this.world.refuse(STRANGE);
    if (number < 0) return NOWHERE;
    const byte = words.byteOffset + index * words.BYTES_PER_ELEMENT;
    if (byte >= MOST_BYTES) this.world.refuse(TOO_LARGE);
    return placeOf(number, byte);
  }

  /** The number of the shared memory in which a word is, see {@link numberOf}. */
  number(words: Words, index: number): number {
    if (!(index >= 0 && index < words.length)) return NOWHERE;
    const { buffer } = words;
    const number = numberOf(buffer);
    return number === KEPT ? this.#memory.number(buffer as SharedArrayBuffer) : number;
  }

  /** Puts the step that was just written down into words. */
  say(name: string, place: number, text: string): void {
    if (this.steps.detailed) this.world.note(this.steps.count - 1, `${name} ${placeMark(place)} ${text}`);
  }

  /** Refuses what is done to the program's shared memory where nobody may do it. */
  #object(buffer: object, looks: boolean): void {
    const { mode } = this.world;
    const number = numberOf(buffer);
    if (number < 0 && (number !== KEPT || mode === 'outside')) return;
    if (mode === 'outside') this.world.refuse(STRAY);
    if (mode === 'answering') this.world.refuse(LATE);
    if (mode === 'judging' && !looks) this.world.refuse(MEDDLES);
  }

  #peek(words: Words, index: number): number | bigint {
    return this.host.load(words as Int32Array, index);
  }

  /** Whether an operation would leave the word as it is. */
  #isVain(words: Words, index: number, operate: (word: Words) => void): boolean {
    const word = oneWord(words);
    word[0] = this.#peek(words, index);
    operate(word);
    return word[0] === this.#peek(words, index);
  }
}

/** Of a buffer, some of whose words can have no place. */
export const TOO_LARGE = 'a SharedArrayBuffer of 64 MB or more is outside the model';

const STRAY =
  'shared memory was used after the thread was through: code that goes on behind a promise must be awaited, and its ' +
  'promise returned';
const LATE =
  'shared memory was used by a getter of what a thread returned, when the thread was through: read it in the thread, and ' +
  'return what was read';
const MEDDLES = "what judges a run ('always', 'invariant') may look at shared memory, and not change it or wait on it";
const UNSHARED =
  'this shared memory was not made in set-up: what a module makes when it is loaded, each thread has for itself';
const STRANGE =
  'this shared memory was not made in set-up, or is a second handle of it, which structuredClone, a message or another realm ' +
  'made; or it is WebAssembly memory';

function wide(words: Words): number {
  return words.BYTES_PER_ELEMENT === 8 ? WIDE : 0;
}
