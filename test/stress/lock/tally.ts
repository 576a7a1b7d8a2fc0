import assert from 'node:assert/strict';

const WRITERS = 0;
const READERS = 1;
const HELD = 2;
const POISONED = 3;
const DIED = 4;
const OWN = 16;
const DATA = 32;

/**
 * Who is inside a lock, and how often each thread was, in shared words. A thread that is going to die is not counted among
 * those inside: nobody could take it off again.
 */
export class Tally {
  readonly #words: Int32Array;
  /** What the lock protects: read and written without atomics. */
  readonly data: Int32Array;

  constructor(readonly buffer = new SharedArrayBuffer((DATA + 64) * 4)) {
    this.#words = new Int32Array(buffer);
    this.data = this.#words.subarray(DATA);
  }

  /** One writes, alone. @throws AssertionError when somebody else is inside. */
  write(section: () => void): void {
    assert.equal(Atomics.add(this.#words, WRITERS, 1), 0, 'two are inside');
    assert.equal(Atomics.load(this.#words, READERS), 0, 'a reader is inside with a writer');
    section();
    assert.equal(Atomics.load(this.#words, READERS), 0, 'a reader has come in while one writes');
    assert.equal(Atomics.sub(this.#words, WRITERS, 1), 1, 'two were inside');
  }

  /** One reads, among others. @throws AssertionError when somebody writes. */
  read(section: () => void): void {
    Atomics.add(this.#words, READERS, 1);
    assert.equal(Atomics.load(this.#words, WRITERS), 0, 'a writer is inside with a reader');
    section();
    assert.equal(Atomics.load(this.#words, WRITERS), 0, 'a writer has come in while one reads');
    Atomics.sub(this.#words, READERS, 1);
  }

  /** One has taken permits. @throws AssertionError when there are not so many. */
  hold(permits: number, most: number): void {
    const held = Atomics.add(this.#words, HELD, permits) + permits;
    assert.ok(held <= most, `${held} of ${most} permits are out`);
  }

  /** To be called before they are given back. */
  release(permits: number): void {
    Atomics.sub(this.#words, HELD, permits);
  }

  /** That thread has changed once more what the lock protects. To be called with the lock. */
  count(thread: number): void {
    const own = OWN + thread;
    this.#words[own] = (this.#words[own] as number) + 1;
  }

  /** How often all have. */
  get sum(): number {
    return this.#words.subarray(OWN, DATA).reduce((sum, count) => sum + count, 0);
  }

  /** How often it was found that a thread had died inside; `true` adds one. */
  poisoned(isNew = false): number {
    return Atomics.add(this.#words, POISONED, isNew ? 1 : 0) + (isNew ? 1 : 0);
  }

  /** How many have died inside, for certain; `true` adds one. */
  died(isNew = false): number {
    return Atomics.add(this.#words, DIED, isNew ? 1 : 0) + (isNew ? 1 : 0);
  }

  /** @throws AssertionError unless poison was found after each death inside, and none without a death. */
  checkPoison(mayDie: boolean): void {
    assert.ok(
      this.poisoned() >= this.died(),
      `${this.died()} died with the lock, ${this.poisoned()} times it was told`,
    );
    assert.ok(mayDie || this.poisoned() === 0, 'it is poisoned, and nobody has died');
  }
}
