import { add, load } from '../platform/index.js';
import { UNSHARED, type Wanted } from './acquire.js';
import { Grants } from './grants.js';
import { TOTAL } from './layout.js';
import type { Line } from './line.js';
import { Permit } from './permit.js';
import type { Post } from './post.js';

/**
 * A semaphore as one thread has it: `total` says how many permits there are, each seat how many its thread has, and what is
 * left is available. So what a thread has that dies is available again, without anybody's doing.
 */
export class SemaphoreCore {
  readonly #grants: Grants;

  constructor(readonly post: Post) {
    this.#grants = new Grants(post);
  }

  get available(): number {
    const { sum } = this.#grants; // before the total, as in `Grants.take`
    return Math.max(0, load(this.post.words, TOTAL) - sum);
  }

  wanted(permits: number): Wanted<Permit> {
    return new WantedPermits(this, permits);
  }

  take(permits: number): Permit | undefined {
    return this.#grants.take(permits) ? new Permit(this, permits) : undefined;
  }

  giveBack(permits: number): void {
    add(this.post.words, this.#grants.mine, -permits);
    this.post.call();
  }

  forget(permits: number): void {
    add(this.post.words, TOTAL, -permits); // first: whoever looks now, or finds the thread dead here, finds too few, not too many
    add(this.post.words, this.#grants.mine, -permits);
    this.post.call(); // who has looked in between
  }
}

/** So many of them at once. */
class WantedPermits implements Wanted<Permit> {
  readonly post: Post;
  readonly line: Line;
  readonly reason = UNSHARED;
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

  /** Anybody may add permits. */
  get isOwn(): boolean {
    return !this.post.isShared;
  }

  get isOpen(): boolean {
    return this.post.isOpen;
  }

  take(): Permit | undefined {
    return this.core.take(this.permits);
  }
}
