/**
 * Names an end of a channel to another thread; plain data, made by `Sender.share` and `Receiver.share`, read by
 * {@link shared.attachSender} and {@link shared.attachReceiver}.
 *
 * It stands for one end, which is on its way until it is attached, and counts as long as the thread that made it lives. A
 * handle that nobody will attach keeps its channel open, until {@link shared.revoke} takes the end back.
 *
 * @example
 * ```ts
 * import { type EndHandle, shared } from 'reveille/channel';
 *
 * const [tx, rx] = shared.bounded(8, 'i32');
 * const handle: EndHandle = tx.share(); // worker.postMessage(handle)
 * using other = shared.attachSender(handle, 'i32'); // on the other thread
 * other.trySend(1);
 * console.log(rx.tryRecv()); // 1
 * ```
 */
export interface EndHandle {
  /** Which end it is. */
  readonly end: 'sender' | 'receiver';
  /** What the channel carries: the kind of numbers, or the name of the codec. */
  readonly items: string;
  /** The memory of the channel. */
  readonly channel: SharedArrayBuffer;
  /** The memory of its queue. */
  readonly queue: SharedArrayBuffer;
  /** The memory of the camp whose threads it joins. */
  readonly camp: SharedArrayBuffer;
  /** The seat that the thread which made the handle has at the channel. */
  readonly seat: number;
  /** That thread, in one word. */
  readonly owner: number;
  /** A word that says whether it is still on its way. */
  readonly passage: SharedArrayBuffer;
}
