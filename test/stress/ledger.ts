import assert from 'node:assert/strict';
import type { Plan } from './plan.js';

/** More than any producer sends. */
const MOST = 4096;

/**
 * What was sent and what has arrived, in memory that outlives the threads: items are numbered, and each has the number of
 * its producer above its own.
 */
export class Ledger {
  readonly #sent: Int32Array;
  readonly #arrived: Int32Array;
  /** How many items a thread holds that it has not noted yet; those of one that died then are nobody's. */
  readonly #held: Int32Array;

  constructor(readonly buffer = new SharedArrayBuffer((3 * MOST + 64) * 4)) {
    this.#sent = new Int32Array(buffer, 0, 16);
    this.#held = new Int32Array(buffer, 64, 16);
    this.#arrived = new Int32Array(buffer, 256, 3 * MOST);
  }

  item(producer: number, number: number): number {
    return producer * MOST + number;
  }

  /** So many items of that producer were sent for certain. */
  sent(producer: number, count: number): void {
    Atomics.store(this.#sent, producer, count);
  }

  /** A consumer is going to receive, up to so many at once. */
  holding(consumer: number, count: number): void {
    Atomics.store(this.#held, consumer, count);
  }

  /** Items have arrived, in this order. `last` is what that consumer has noted of each producer before. */
  arrived(items: Iterable<number>, last: Map<number, number>): void {
    for (const item of items) {
      const producer = Math.floor(item / MOST);
      const number = item % MOST;
      assert.ok(
        number > (last.get(producer) ?? -1),
        `out of order: ${number} of ${producer} after ${last.get(producer)}`,
      );
      last.set(producer, number);
      Atomics.add(this.#arrived, item, 1);
    }
  }

  /** Every item that was sent arrived once, but for those that a consumer had in its hands when it died. */
  check(plan: Plan): { readonly arrived: number; readonly lost: number } {
    let arrived = 0;
    let missing = 0;
    for (const [producer] of plan.producers.entries()) {
      const sent = Atomics.load(this.#sent, producer);
      for (let number = 0; number < MOST; number += 1) {
        const times = Atomics.load(this.#arrived, this.item(producer, number));
        assert.ok(times <= 1, `item ${number} of ${producer} arrived ${times} times`);
        arrived += times;
        if (number < sent && times === 0) missing += 1;
      }
    }
    const mayMiss = this.#held.reduce((sum, held) => sum + held, 0);
    assert.ok(missing <= mayMiss, `${missing} items are lost, ${mayMiss} were in the hands of threads that died`);
    return { arrived, lost: missing };
  }
}
