/** What the threads of a pool do, and of what they die meanwhile. */
import { blockOn } from 'reveille';
import { park } from 'reveille/park';
import type { RemoteFunction } from 'reveille/threads';
import type { Death } from '../../stress/part.js';

let runs: Int32Array = new Int32Array(0);

/** @param buffer - where each call counts that it has begun. */
export function setUp(buffer: SharedArrayBuffer): void {
  runs = new Int32Array(buffer);
}

/** Answers what it was given. */
export function echo(call: number): number {
  Atomics.add(runs, call, 1);
  return call;
}

/** Answers with a number each, and dies before that number, if it is to. */
export async function* series(call: number, count: number, death?: Death, before = count): AsyncGenerator<number> {
  Atomics.add(runs, call, 1);
  for (let number = 0; number < count; number += 1) {
    if (number === before && death !== undefined) await die(death);
    yield number;
  }
}

/** Asks its caller that often for the next number, and dies then, if it is to. */
export async function ask(
  call: number,
  next: (number: number) => number | Promise<number>,
  times: number,
  death?: Death,
): Promise<number> {
  Atomics.add(runs, call, 1);
  let number = 0;
  for (let time = 0; time < times; time += 1) number = await next(number);
  if (death !== undefined) await die(death);
  return number;
}

/** Asks in the same way without an `await`. */
export function askBlocking(call: number, next: RemoteFunction<[number], number>, times: number): number {
  Atomics.add(runs, call, 1);
  let number = 0;
  for (let time = 0; time < times; time += 1) number = blockOn(next(number));
  return number;
}

/** Dies within the call. */
export function fall(call: number, death: Death): Promise<never> {
  Atomics.add(runs, call, 1);
  return die(death);
}

/** Ends the thread; who is to be terminated for a call that does not heed its cancelling neither returns nor turns its event loop. */
function die(death: Death): Promise<never> {
  if (death === 'exit') process.exit(3);
  if (death === 'throw') {
    setImmediate(() => {
      throw new RangeError('a part of the plan');
    });
  }
  if (death === 'memory') {
    const all: unknown[] = [];
    for (;;) all.push(new Array(10_000).fill(all.length));
  }
  if (death === 'terminate') for (;;);
  if (death === 'blocked') for (;;) park();
  return new Promise(() => {});
}
