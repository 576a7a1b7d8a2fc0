import { add, load } from '../platform/index.js';
import type { Wanted } from './acquire.js';
import { latch, unlatch } from './latch.js';
import { TOTAL } from './layout.js';
import type { Line } from './line.js';
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
    return new WantedPermits(this, permits);
  }

  take(permits: number): Permit | undefined {
    const { post } = this;
    latch(post);
    const areThere = this.available >= permits;
    if (areThere) add(post.words, post.held, permits);
    unlatch(post);
    return areThere ? new Permit(this, permits) : undefined;
  }

  giveBack(permits: number): void {
    add(this.post.words, this.post.held, -permits);
    this.post.call();
  }

  forget(permits: number): void {
    const { post } = this;
    latch(post);
    add(post.words, TOTAL, -permits); // first: whoever finds the thread dead here finds too few permits, not too many
    add(post.words, post.held, -permits);
    unlatch(post);
  }
}

/** So many of them at once. */
class WantedPermits implements Wanted<Permit> {
  readonly post: Post;
  readonly line: Line;
  readonly isOwn = false; // anybody may add permits
  readonly leavesMore = true;

  constructor(
    private readonly core: SemaphoreCore,
    private readonly permits: number,
  ) {
    this.post = core.post;
    this.line = core.post.line;
  }

  get name(): string {
    return this.permits === 1 ? 'Semaphore.acquire' : `Semaphore.acquire(${this.permits})`;
  }

  get isOpen(): boolean {
    return this.post.isOpen;
  }

  take(): Permit | undefined {
    return this.core.take(this.permits);
  }
}
