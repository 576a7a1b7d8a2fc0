import type { Context } from '../core/context.js';
import type { Frame } from '../queue/frame.js';
import type { Sink } from './flavour.js';
import type { Waiter } from './waiter.js';

/** What `Sender` asks of a channel whose frames can be written in place. */
export interface FrameSink extends Sink<Uint8Array> {
  /** Bytes of the longest frame. */
  readonly maxFrame: number;
  /** Reserves, if that is possible without waiting and without passing anybody over. The channel is not closed. */
  tryReserve(length: number): Frame | undefined;
  /** The same for a thread that is going to block: looks for a while. */
  reserveSoon(length: number): Frame | undefined;
  /** Begins to wait, after `tryReserve` answered `undefined` in the same poll. To be ended by `cancelSend`. */
  waitReserve(cx: Context): Waiter<unknown>;
  /** Polls one who waits. If there is no frame and the channel is closed, there never will be. */
  pollReserve(waiter: Waiter<unknown>, length: number, cx: Context): Frame | undefined;
}

export function isFrameSink(sink: Sink<never>): sink is FrameSink {
  return 'tryReserve' in sink;
}
