import assert from 'node:assert/strict';
import { PENDING } from 'reveille';
import type { Polled } from '../channel/polled.js';

/** What a future that was polled by hand answers at last. */
export function answerOf<T>(waiting: Polled<T>): T {
  const value = waiting.poll();
  assert.notEqual(value, PENDING);
  return value as T;
}
