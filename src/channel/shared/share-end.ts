import { ReveilleError } from '../../core/errors.js';
import type { EndHandle } from './handle.js';

/** What `share` needs of a channel. */
interface Shareable {
  readonly name: string;
  shareEnd?(end: 'sender' | 'receiver'): EndHandle;
}

/** @throws ReveilleError when the channel belongs to one thread. */
export function shareEnd(channel: Shareable, end: 'sender' | 'receiver'): EndHandle {
  const handle = channel.shareEnd?.(end);
  if (handle !== undefined) return handle;
  throw new ReveilleError(`share: ${channel.name} carries values within one thread; make it with shared.bounded`);
}
