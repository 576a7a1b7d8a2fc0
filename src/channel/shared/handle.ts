/**
 * Names an end of a channel to another thread; plain data, made by `Sender.share` and `Receiver.share`, read by
 * {@link shared.attachSender} and {@link shared.attachReceiver}.
 *
 * It stands for one end, which is on its way until it is attached, and counts as long as the thread that made it lives. A
 * handle that nobody will attach keeps its channel open.
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
  readonly end: 'sender' | 'receiver';
  /** What the channel carries: the kind of numbers, or the name of the codec. */
  readonly items: string;
  /** The memory of the channel, of its queue, and of the camp whose threads it joins. */
  readonly channel: SharedArrayBuffer;
  readonly queue: SharedArrayBuffer;
  readonly camp: SharedArrayBuffer;
  /** The thread that made the handle: its seat at the channel, and its word. */
  readonly seat: number;
  readonly owner: number;
}
