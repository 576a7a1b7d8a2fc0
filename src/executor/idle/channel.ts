import { Signal } from '../../sync/signal.js';
import type { Idle, Round } from './idle.js';

/**
 * Sleeps on a `bounded(1)` channel: a wake tries to send, and skips when the channel is full, for then the news is there
 * already. A signal can be left over from a wake that a round has served; one round too many follows, harmlessly.
 *
 * Corresponds to an executor that sleeps on `crossbeam::channel::bounded(1)`.
 *
 * @example
 * ```ts
 * import { Executor, sleep } from 'reveille';
 * import { channel } from 'reveille/executor';
 *
 * new Executor({ idle: channel() }).runUntil(sleep(1));
 * ```
 */
export function channel(): Idle {
  return new OnChannel();
}

class OnChannel implements Idle {
  readonly mode = 'blocking';
  readonly external = false;
  readonly #signal = new Signal();

  bell(): SharedArrayBuffer {
    return this.#signal.share();
  }

  rest(round: Round): void {
    if (round.hasWork()) return;
    this.#signal.recvTimeout(round.timeout());
  }
}
