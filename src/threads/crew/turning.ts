import { DeadlockError } from '../../core/errors.js';
import type { Future } from '../../core/future.js';
import { mayNotBlock } from '../../core/may-not-block.js';
import { hasShared } from '../../core/shared-buffer.js';
import { canBlock, load } from '../../platform/index.js';
import type { Desk } from '../calling/desk.js';
import { CREW, READY } from '../wire/layout.js';

/** In browsers workers start, and tell of their end, only while the event loop of their owner turns. */
function needsTurns(future: Future<unknown>, instead: string): DeadlockError {
  return new DeadlockError(
    `blockOn: ${future}: in browsers threads start and end only while the event loop of the one that owns them turns; ${instead}`,
  );
}

/** This thread is about to block for a call. @throws DeadlockError when no thread that it owns has started, and none can. */
export function checkStarted({ table, seat }: Desk, call: Future<unknown>): void {
  const { words } = table;
  if (load(words, CREW) - 1 !== seat || load(words, READY) > 0 || !canBlock()) return;
  throw needsTurns(call, 'await the first call, or a warmUp()');
}

/**
 * This thread is about to block until its own threads have come to something.
 *
 * @throws DeadlockError always, if it may block; BlockingError without shared memory.
 */
export function checkTurning(future: Future<unknown>): void {
  if (!hasShared()) throw mayNotBlock('blockOn', `await or spawn ${future}`);
  if (canBlock()) throw needsTurns(future, 'await it');
}
