import { isShared } from '../core/shared-buffer.js';
import { attachShared, HEADER_WORDS, isKind } from '../core/shared-memory.js';
import { Device } from '../park/cpu.js';
import { Unparker } from '../park/unparker.js';
import { SignalSender } from '../sync/signal.js';

/** The interrupt line on which a processor is told of a wake. */
export const WAKE_LINE = 30;

/**
 * What ends an executor's sleep, from another thread. What kind it is, the memory itself says: a parker's token (for
 * the parking, spinning, sleeping and event-loop strategies), a processor's interrupt lines, or a channel.
 *
 * @returns a function that rings; it never waits and never fails.
 * @throws TypeError or HandleError, naming `handle.bell`, when the memory holds no bell.
 */
export function attachBell(buffer: SharedArrayBuffer): () => void {
  const kind = (['cpu ', 'bell'] as const).find((kind) => isShared(buffer) && isKind(buffer, kind)) ?? 'park';
  attachShared('handle.bell', buffer, kind, HEADER_WORDS); // its errors name the argument; the size is checked below
  if (kind === 'cpu ') {
    const device = Device.attach(buffer);
    return () => device.raise(WAKE_LINE);
  }
  if (kind === 'bell') {
    const sender = SignalSender.attach(buffer);
    return () => void sender.trySend(); // full: a signal is there already, skip
  }
  const unparker = Unparker.attach(buffer);
  return () => unparker.unpark();
}
