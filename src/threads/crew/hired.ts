import type { Receiver } from '../../channel/receiver.js';
import type { EndHandle } from '../../channel/shared/handle.js';
import { revoke } from '../../channel/shared/open.js';
import { type Hand, now, type Port } from '../../platform/index.js';
import type { Orders } from '../answering/thread.js';
import type { Parcels } from '../calling/parcels.js';
import type { PoolHandle } from '../handle.js';
import type { Settings } from '../options.js';
import { Courier } from './courier.js';
import type { Recruit } from './recruit.js';
import { openingOf, startThread } from './start-thread.js';

/** A worker, as the thread sees it that owns it: starts when it is made. */
export class Hired {
  readonly since = now();
  /** The end of its lifeline that the watcher is to hold. */
  readonly lifeline: Port;
  /** What it died of, if its owner has heard of that. */
  error: Error | null = null;
  readonly #hand: Hand;
  readonly #courier: Courier | null;
  /** What was shared with it: if it ends before it has taken that, it is taken back. */
  readonly #ends: readonly EndHandle[];

  /**
   * @param id - its number among the crew's.
   * @param handle - the pool, shared for it alone.
   * @param parcels - where what it sends is looked for.
   * @param recruit - its thread, if that starts by now.
   * @throws whatever Node finds wrong: flags that it does not know, too many threads.
   */
  constructor(
    id: number,
    settings: Settings,
    handle: PoolHandle,
    jobs: readonly Receiver<number>[],
    parcels: Parcels,
    recruit: Recruit | null,
  ) {
    const { courier, memory } = Courier.open(parcels);
    const ends = jobs.map((line) => line.share());
    const orders: Orders = { handle, id, jobs: ends, memory };
    this.#ends = [...ends, ...handle.jobs];
    this.#courier = courier;
    try {
      const { hand, lifeline } =
        recruit?.enlist(orders) ??
        startThread({ ...openingOf(settings), ...orders }, settings, memory === undefined ? [] : [memory]);
      this.#hand = hand;
      this.lifeline = lifeline;
    } catch (error) {
      this.bury();
      throw error;
    }
    this.#hand.on('error', (error) => {
      this.error = error; // the watcher tells of its end, perhaps without knowing why
    });
    courier?.catchUp();
  }

  /** Its thread's id. */
  get thread(): number {
    return this.#hand.threadId;
  }

  terminate(): void {
    void this.#hand.terminate();
  }

  /** It has ended. */
  bury(): void {
    for (const end of this.#ends) revoke(end);
    this.#courier?.[Symbol.dispose]();
  }
}
