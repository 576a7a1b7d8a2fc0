/** Calls that wait while nobody is idle: whoever owns the workers is asked for one more. */
import assert from 'node:assert/strict';
import { allocateTable, CallTable, home, IDLE, MOST, WANTED, WORKERS, wish } from '../../../src/threads/wire/index.js';

interface Shared {
  readonly calls: SharedArrayBuffer;
  /** How many calls are queued. */
  readonly queue: Int32Array;
}

/** One worker, which is idle, and room for one more. */
export function* caller(): Generator<Shared, void> {
  const table = new CallTable(allocateTable(1), home.own);
  const queue = new Int32Array(new SharedArrayBuffer(4));
  [table.words[MOST], table.words[WORKERS], table.words[IDLE]] = [2, 1, 1];
  yield { calls: table.buffer, queue };
  for (let calls = 0; calls < 2; calls += 1) {
    Atomics.add(queue, 0, 1);
    wish(table);
  }
}

/** As Callee does: it takes one, and is busy for good. */
export function worker({ calls, queue }: Shared): void {
  const table = { words: new Int32Array(calls, 0, 64) } as CallTable;
  while (Atomics.load(queue, 0) === 0);
  Atomics.sub(queue, 0, 1);
  Atomics.add(table.words, IDLE, -1);
  if (Atomics.load(queue, 0) > 0) wish(table);
}

export function wished({ calls, queue }: Shared): void {
  assert.equal(queue[0], 1);
  assert.equal(new Int32Array(calls, 0, 64)[WANTED], 1, 'a call waits, and nobody was asked for a worker');
}
