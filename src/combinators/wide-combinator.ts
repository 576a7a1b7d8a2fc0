import type { Context } from '../core/context.js';
import type { Future } from '../core/future.js';
import { PENDING, type Poll } from '../core/poll.js';
import { Combinator } from './combinator.js';
import { Woken } from './woken.js';

/**
 * Up to so many branches are all polled, with the context of the whole; beyond, only those that were woken. Measured, a
 * waker for each branch doubles what making and waking it costs, and a spurious poll costs 6 ns or, of a sleep, 40: where
 * branches are woken one by one, both ways meet at 2 sleeps or 8 plain futures. (futures-rs draws the line at 30.)
 */
const FEW = 8;

/** A combinator of any number of branches, which polls only those that were woken. */
export abstract class WideCombinator<T> extends Combinator<T> {
  #woken: Woken | undefined;

  protected override pollBranches(futures: readonly (Future<unknown> | null)[], cx: Context): Poll<T> {
    if (futures.length <= FEW) return super.pollBranches(futures, cx);
    const woken = (this.#woken ??= new Woken(futures.length, cx));
    woken.begin(cx);
    for (let branch = woken.take(); branch !== null; branch = woken.take()) {
      const { index } = branch;
      const outcome = this.pollBranch(futures[index] as Future<unknown>, index, branch);
      if (outcome !== PENDING) return outcome;
      if (futures[index] === null) woken.finish(branch);
    }
    woken.end(cx);
    return PENDING;
  }

  protected override released(): void {
    this.#woken?.stop();
  }

  protected override emptied(): void {
    this.#woken?.close();
  }
}
