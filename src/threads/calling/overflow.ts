import { HOST_SERVICES } from '../../core/context.js';
import type { Future } from '../../core/future.js';
import { PENDING } from '../../core/poll.js';
import { Waker } from '../../core/waker.js';
import { load, macrotask } from '../../platform/index.js';
import { ENDED, LINE, SHUT } from '../wire/layout.js';
import { countOutside } from '../wire/outside.js';
import type { Desk } from './desk.js';

/**
 * Calls for which there was no room in the queue, in their order. It goes on whenever there is room, be the thread in its
 * event loop or blocked.
 */
export class Overflow extends Waker {
  readonly #desk: Desk;
  #lines: [slot: number, priority: number][] = [];
  #sending: Future<void> | null = null;
  readonly #cx = { waker: this, services: HOST_SERVICES };

  readonly #refused: (slot: number) => void;
  readonly #isCallers: boolean;
  #isWoken = false;
  #isScheduled = false;

  /**
   * @param refused - called with each slot that nobody will take: there are no workers any more.
   * @param isCallers - whether the calls are this thread's. Of others' it is not said that they stand in no queue: should this thread end
   * before they do, the owner finds them missing there (`Sweeper.restore`).
   */
  constructor(desk: Desk, refused: (slot: number) => void, isCallers = true) {
    super();
    this.#desk = desk;
    this.#refused = refused;
    this.#isCallers = isCallers;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  add(slot: number, priority: number): void {
    this.#lines.push([slot, priority]);
    this.#count(1); // before it looks for room: a worker that finds none in the queue looks here after that
    this.#note(slot, 0);
    if (this.#sending === null) {
      this.#isWoken = true;
      this.advance();
    }
    // SYNC: after the count; pairs with the look in Rest. This thread may be long in putting it there.
    if (!this.isEmpty) this.#desk.jobs[priority]?.call();
  }

  /**
   * Not at once: a waker is no place to wait for the same channel again. If this thread blocks, on whatever it may be, it finds itself called at
   * the desk, where {@link Overflow.advance} is called.
   */
  override wakeByRef(): void {
    this.#isWoken = true;
    this.#desk.table.wake(this.#desk.seat);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    macrotask(() => {
      this.#isScheduled = false;
      this.advance();
    });
  }

  /** Sends as many as there is room for, if there is some. */
  advance(): void {
    if (!this.#isWoken) return;
    this.#isWoken = false;
    try {
      for (let next = this.#lines[0]; next !== undefined; next = this.#lines[0]) {
        const [slot, priority] = next;
        this.#note(slot, priority + 1); // first: from then on a worker may take it, and die
        this.#sending ??= this.#desk.jobs[priority]?.send(slot) as Future<void>;
        if (this.#sending.poll(this.#cx) === PENDING) {
          this.#note(slot, 0);
          return;
        }
        this.#sending = null;
        this.#lines.shift();
        this.#count(-1);
      }
    } catch {
      this.#sending = null; // it was closed: they wait where they stand for the workers that do what is left
      const lines = this.#lines.splice(0);
      this.#count(-lines.length);
      if (load(this.#desk.table.words, SHUT) === ENDED) for (const [slot] of lines) this.#refused(slot);
    }
  }

  #count(more: number): void {
    countOutside(this.#desk.table, this.#desk.seat, more);
  }

  /** In which queue its number is, plus one. */
  #note(slot: number, line: number): void {
    if (!this.#isCallers) return;
    const { table } = this.#desk;
    table.words[table.slotAt(slot) + LINE] = line;
  }

  override clone(): Waker {
    return this;
  }

  override willWake(other: Waker): boolean {
    return other === this;
  }

  override [Symbol.dispose](): void {}
}
