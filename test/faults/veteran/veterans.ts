import assert from 'node:assert/strict';
import { PENDING } from 'reveille';
import { type EndHandle, type Receiver, type Sender, shared } from 'reveille/channel';
import { bytes } from 'reveille/codec';
import { type LockHandle, Mutex, Notify, PoisonError, RwLock, Semaphore } from 'reveille/lock';

/** What a thread needs to use all of them. */
export interface VeteranHandles {
  readonly count: number;
  readonly mutex: LockHandle;
  readonly lock: LockHandle;
  readonly semaphore: LockHandle;
  readonly news: LockHandle;
  readonly numbers: readonly [EndHandle, EndHandle];
  readonly frames: readonly [EndHandle, EndHandle];
}

const PERMITS = 3;

/**
 * Structures that are as old as the process, one of each kind: more threads die in them than they have places for. Were one
 * place not given back, they would be full before long.
 */
export class Veterans {
  readonly #mutex = new Mutex();
  readonly #lock = new RwLock();
  readonly #semaphore = new Semaphore(PERMITS);
  readonly #news = new Notify();
  #numbers = shared.bounded(8, 'i32');
  readonly #frames = shared.unbounded(bytes(), { bytes: 65_536 });

  handles(count: number): VeteranHandles {
    const ends = <T>([tx, rx]: readonly [Sender<T>, Receiver<T>]) => [tx.share(), rx.share()] as const;
    return {
      count,
      mutex: this.#mutex.share(),
      lock: this.#lock.share(),
      semaphore: this.#semaphore.share(),
      news: this.#news.share(),
      numbers: ends(this.#numbers),
      frames: ends(this.#frames),
    };
  }

  /** All threads have ended: everything can be had by this one. Answers whether a push was left unfinished. */
  async check(): Promise<boolean> {
    await takeAnyway(() => this.#mutex.tryLock(), this.#mutex);
    await takeAnyway(() => this.#lock.tryWrite(), this.#lock);
    const permits = this.#semaphore.tryAcquire(PERMITS);
    assert.ok(permits !== undefined, 'a dead thread has some');
    permits[Symbol.dispose]();
    this.#news.notifyOne();
    assert.ok(this.#news.tryNotified());
    drain(this.#frames, new Uint8Array([1]));
    try {
      drain(this.#numbers, -1);
      return false;
    } catch (error) {
      if ((error as Error).name !== 'HandleError') throw error;
      this.#numbers = shared.bounded(8, 'i32');
      return true;
    }
  }
}

/** The lock can be had, if need be from one who died with it. */
async function takeAnyway(take: () => Disposable | undefined, lock: Mutex | RwLock): Promise<void> {
  try {
    const taken = take();
    assert.ok(taken !== undefined, 'a dead thread has it');
    taken[Symbol.dispose]();
  } catch (error) {
    if (!(error instanceof PoisonError)) throw error;
    ((await error.lock()) as Disposable)[Symbol.dispose]();
    lock.clearPoison();
  }
}

/** What the dead have left is taken; then what is sent arrives. */
function drain<T>([tx, rx]: readonly [Sender<T>, Receiver<T>], value: T): void {
  while (rx.tryRecv() !== PENDING);
  assert.ok(tx.trySend(value));
  assert.deepEqual(rx.tryRecv(), value);
}
