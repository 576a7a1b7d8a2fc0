import { HandleError } from '../core/errors.js';
import { Waker } from '../core/waker.js';
import { load } from '../platform/index.js';
import type { Ground } from './ground.js';
import { blocksIn, ENDS, epochOf } from './layout.js';

/**
 * One of the threads that were ever in a camp; plain data.
 *
 * @example
 * ```ts
 * import { Camp, type Fellow } from 'reveille/camp';
 *
 * const me: Fellow = Camp.own().me;
 * console.log(Camp.own().isAlive(me)); // true
 * ```
 */
export interface Fellow {
  /** The record that it has, or had. */
  readonly record: number;
  /** Which of the record's successive threads it is. */
  readonly epoch: number;
}

/** No record has changed hands so often since a thread last looked: each of its threads took milliseconds to start. */
const MOST = 2 ** 20;

/**
 * What a thread knows of the others in a camp. It is the waker of its slot for news, which whoever ends a thread wakes in
 * all that are left, so those that sleep hear of it at once, and nobody has to ask.
 */
export class Fellows extends Waker {
  readonly #ground: Ground;
  readonly #news: ReadonlySet<() => void>;
  readonly #ended: () => void;
  readonly #listeners = new Set<(fellow: Fellow) => void>();
  /** How many threads had ended when this one was last told. */
  #ends: number;
  /** The epoch of each record when it was last looked at. */
  #epochs: number[] = [];

  /**
   * @param news - called with whatever news there are.
   * @param ended - called when threads have ended, whether anybody listens or not.
   */
  constructor(ground: Ground, news: ReadonlySet<() => void>, ended: () => void) {
    super();
    this.#ground = ground;
    this.#news = news;
    this.#ended = ended;
    this.#ends = load(ground.words, ENDS);
  }

  /** Calls back, on this thread, for each thread that ends from now on. Disposing the answer ends that. */
  onEnd(callback: (fellow: Fellow) => void): Disposable {
    if (this.#listeners.size === 0) this.#epochs = this.#look();
    const listener = (fellow: Fellow): void => callback(fellow);
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Tells of those that have ended. */
  override wakeByRef(): void {
    for (const look of this.#news) look();
    const ends = load(this.#ground.words, ENDS);
    if (ends !== this.#ends) {
      this.#ends = ends;
      this.#ended();
    }
    if (this.#listeners.size === 0) return;
    const before = this.#epochs;
    this.#epochs = this.#look();
    for (const [record, now] of this.#epochs.entries()) {
      const first = (before[record] ?? 0) | 1;
      if (now - first > MOST) throw new HandleError('camp: the shared memory was overwritten by something else');
      for (let epoch = first; epoch < now; epoch += 2) this.#tell({ record, epoch });
    }
  }

  override clone(): Waker {
    return this;
  }

  override willWake(other: Waker): boolean {
    return other === this;
  }

  override [Symbol.dispose](): void {}

  #tell(fellow: Fellow): void {
    for (const listener of [...this.#listeners]) listener(fellow);
  }

  #look(): number[] {
    this.#ground.look();
    const { words } = this.#ground;
    return Array.from({ length: blocksIn(words) }, (_, record) => load(words, epochOf(record)));
  }
}

/** Whether a thread that was in the camp still is. */
export function isAlive(ground: Ground, { record, epoch }: Fellow): boolean {
  return load(ground.reach('fellow.record', record), epochOf(record)) === epoch;
}
