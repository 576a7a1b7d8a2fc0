import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import fc from 'fast-check';
import type { Queue } from 'reveille/queue';
import type { NumberQueue } from './number-queue.js';
import { isRing, type Subject } from './subject.js';

/** A queue at its plainest: an array. */
export class Model {
  readonly items: number[] = [];

  constructor(readonly capacity: number) {}

  push(value: number): boolean {
    return this.items.length < this.capacity && this.items.push(value) > 0;
  }

  forcePush(value: number): number | undefined {
    const oldest = this.items.length === this.capacity ? this.items.shift() : undefined;
    this.items.push(value);
    return oldest;
  }

  pop(): number | undefined {
    return this.items.shift();
  }
}

/** What is done to a queue, how often. */
export interface Step {
  readonly verb: 'push' | 'pop' | 'forcePush' | 'pushMany' | 'popMany';
  readonly times: number;
}

/** Mostly single steps, and now and then enough at once to cross a segment. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    verb: fc.constantFrom('push', 'pop', 'forcePush', 'pushMany', 'popMany'),
    times: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.integer({ min: 500, max: 2500 })),
  }),
  { maxLength: 40 },
);

/** Does the same to a queue and to the model, and compares all answers. */
export function compare(queue: Queue<number>, program: readonly Step[]): void {
  const model = new Model(queue.capacity);
  let value = 0;
  for (const { verb, times } of program) {
    if (verb === 'pushMany' || verb === 'popMany') value = batch(queue, model, verb, times, value);
    for (let time = 0; time < times; time += 1) {
      value += 1;
      if (verb === 'pushMany' || verb === 'popMany') break;
      if (verb === 'push') assert.equal(queue.push(value), model.push(value));
      else if (verb === 'pop') assert.equal(queue.pop(), model.pop());
      else if (isRing(queue)) assert.equal(queue.forcePush(value), model.forcePush(value));
    }
    assert.equal(queue.length, model.items.length);
    assert.equal(queue.isEmpty, model.items.length === 0);
    assert.equal(queue.isFull, model.items.length === model.capacity);
  }
}

/** Pushes `times` values after `value`, or pops as many, at once. Answers the last value. */
function batch(queue: Queue<number>, model: Model, verb: 'pushMany' | 'popMany', times: number, value: number): number {
  if (!('pushMany' in queue)) return value; // of one thread
  const shared = queue as NumberQueue;
  const values = Array.from({ length: times }, (_, i) => value + i + 1);
  if (verb === 'pushMany') assert.equal(shared.pushMany(values), values.filter((one) => model.push(one)).length);
  else assert.deepEqual(shared.popMany(times), model.items.splice(0, times));
  return value + times;
}

export async function agreesWithModel(t: TestContext, subject: Subject): Promise<void> {
  await t.test('any_program_gives_the_answers_of_an_array', () => {
    const capacity = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1000, max: 4000 }));
    fc.assert(
      fc.property(capacity, steps, (size, program) => compare(subject.make(size), program)),
      { numRuns: 75 },
    );
  });
}
