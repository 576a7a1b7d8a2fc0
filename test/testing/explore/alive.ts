import assert from 'node:assert/strict';
import { afterEach } from 'node:test';
import type { Worker } from 'node:worker_threads';

/** Sees to it that no test of a file leaves a worker behind. */
export function leaveNoWorker(): void {
  const alive = new Set<Worker>();
  process.on('worker', (worker: Worker) => {
    alive.add(worker);
    worker.on('exit', () => alive.delete(worker));
  });
  afterEach(() => assert.equal(alive.size, 0, 'workers are left'));
}
