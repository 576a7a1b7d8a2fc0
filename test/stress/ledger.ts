import assert from 'node:assert/strict';
import type { Outcome } from './act.js';

/** More than any producer sends. */
export const MOST = 4096;
const PRODUCERS = 4;

/** What is noted of each thread, a row of words each. */
const SENT = 0;
const EXACT = 8;
const HELD = 16;
const OVER = 24;
const GONE = 32;
const BROKEN = 40;
const ARRIVED = 64;

/**
 * What was sent and what has arrived, in memory that outlives the threads: items are numbered, and each has the number of
 * its producer above its own.
 */
export class Ledger {
  readonly #words: Int32Array;
  /** What this thread has noted last of each producer in each lane. */
  readonly #last = new Map<number, number>();

  constructor(readonly buffer = new SharedArrayBuffer((ARRIVED + PRODUCERS * MOST) * 4)) {
    this.#words = new Int32Array(buffer);
  }

  item(producer: number, number: number): number {
    return producer * MOST + number;
  }

  /** So many items of that producer were sent for certain. */
  sent(producer: number, count: number): void {
    Atomics.store(this.#words, SENT + producer, count);
  }

  /** It sends no more, and has sent what it noted and nothing else. */
  through(producer: number): void {
    Atomics.store(this.#words, EXACT + producer, 1);
  }

  /** A thread is going to receive, up to so many at once: when it dies before it has noted them, they are nobody's. */
  holding(consumer: number, count: number): void {
    Atomics.store(this.#words, HELD + consumer, count);
  }

  /** Items have arrived, in this order. Between two lanes, and on two threads, there is no order. */
  arrived(items: Iterable<number>, lane = 0): void {
    for (const item of items) {
      const producer = Math.floor(item / MOST);
      const number = item % MOST;
      assert.ok(producer >= 0 && producer < PRODUCERS, `this was never sent: ${item}`);
      const key = producer * 8 + lane;
      const last = this.#last.get(key) ?? -1;
      assert.ok(number > last, `out of order: ${number} of ${producer} after ${last}`);
      this.#last.set(key, number);
      Atomics.add(this.#words, ARRIVED + item, 1);
    }
  }

  /** That thread will send nothing more, for whatever reason. */
  over(thread: number): void {
    Atomics.store(this.#words, OVER + thread, 1);
  }

  areOver(threads: number): boolean {
    for (let thread = 0; thread < threads; thread += 1)
      if (Atomics.load(this.#words, OVER + thread) === 0) return false;
    return true;
  }

  /** That thread will do nothing more in this act, for whatever reason. */
  gone(thread: number): void {
    Atomics.store(this.#words, GONE + thread, 1);
  }

  isGone(thread: number): boolean {
    return Atomics.load(this.#words, GONE + thread) !== 0;
  }

  /** A thread died in the midst of a push, and left a slot unfinished: what is behind it can't be had. */
  breaks(): void {
    Atomics.store(this.#words, BROKEN, 1);
  }

  get isBroken(): boolean {
    return Atomics.load(this.#words, BROKEN) !== 0;
  }

  /** Every item that was sent arrived once, but for those that a consumer had in its hands when it died. */
  check(): Outcome {
    let arrived = 0;
    let missing = 0;
    for (let producer = 0; producer < PRODUCERS; producer += 1) {
      const sent = Atomics.load(this.#words, SENT + producer);
      const isExact = Atomics.load(this.#words, EXACT + producer) !== 0;
      for (let number = 0; number < MOST; number += 1) {
        const times = Atomics.load(this.#words, ARRIVED + this.item(producer, number));
        assert.ok(times <= 1, `item ${number} of ${producer} arrived ${times} times`);
        assert.ok(times === 0 || number < sent || !isExact, `item ${number} of ${producer} was refused, and arrived`);
        arrived += times;
        if (number < sent && times === 0) missing += 1;
      }
    }
    const mayMiss = this.#words.subarray(HELD, OVER).reduce((sum, held) => sum + held, 0);
    if (this.isBroken) return { done: arrived, lost: missing, isBroken: true };
    assert.ok(missing <= mayMiss, `${missing} items are lost, ${mayMiss} were in the hands of threads that died`);
    return { done: arrived, lost: missing };
  }
}
