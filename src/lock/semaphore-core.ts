import { add, load } from '../platform/index.js';
import type { Wanted } from './acquire.js';
import { latched } from './latch.js';
import { TOTAL } from './layout.js';
import { Permit } from './permit.js';
import type { Post } from './post.js';

/**
 * A semaphore as one thread has it: `total` says how many permits there are, each seat how many its thread has, and what is
 * left is available. So what a thread has that dies is available again, without anybody's doing.
 */
export class SemaphoreCore {
  constructor(readonly post: Post) {}

  get available(): number {
    return Math.max(0, load(this.post.words, TOTAL) - this.post.sum());
  }

  wanted(permits: number): Wanted<Permit> {
    const { post } = this;
    return {
      name: permits === 1 ? 'Semaphore.acquire' : `Semaphore.acquire(${permits})`,
      post,
      line: post.line,
      isOwn: false, // anybody may add permits
      leavesMore: true,
      take: () => this.#take(permits),
      get isOpen() {
        return post.isOpen;
      },
    };
  }

  giveBack(permits: number): void {
    add(this.post.words, this.post.held, -permits);
    this.post.call();
  }

  forget(permits: number): void {
    const { post } = this;
    latched(post, () => {
      add(post.words, TOTAL, -permits); // first: whoever finds the thread dead here finds too few permits, not too many
      add(post.words, post.held, -permits);
    });
  }

  #take(permits: number): Permit | undefined {
    const { post } = this;
    const taken = latched(post, () => {
      if (this.available < permits) return false;
      add(post.words, post.held, permits);
      return true;
    });
    return taken ? new Permit(this, permits) : undefined;
  }
}
