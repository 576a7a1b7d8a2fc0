import { home } from '../camp/home.js';
import { checkDuration, checkFunction, checkInteger } from '../core/check.js';
import { DeadlockError } from '../core/errors.js';
import { mayNotBlock } from '../core/may-not-block.js';
import { allocateShared, attachShared } from '../core/shared-memory.js';
import { canBlock, compareExchange, exchange, load, or, steadyNow, wait } from '../platform/index.js';
import { Device } from './device.js';
import { type CpuHandle, HALTED, LINES, STATE, WORDS } from './interrupts.js';

/**
 * A processor's interrupts, on shared memory: devices on other threads raise them, this thread handles them, masks them
 * and halts until the next one. It lets the race of chapter 12 of *Writing an OS in Rust* (and its cure) run in user
 * space, and is an executor's idle strategy by `halting(cpu)`.
 *
 * A handler runs on the processor's own thread, at the places where a processor could be interrupted: in `poll`,
 * `enable` and around `hlt`.
 *
 * Corresponds to `x86_64::instructions::interrupts`.
 *
 * @example
 * ```ts
 * import { Cpu } from 'reveille/park';
 * import assert from 'node:assert/strict';
 *
 * const cpu = new Cpu();
 * const log: string[] = [];
 * cpu.on(1, () => log.push('key'));
 * cpu.disable();
 * cpu.device().raise(1); // cpu.share() goes to a device on another thread
 * log.push('masked');
 * cpu.enableAndHlt(); // the interrupt is pending, so this does not sleep
 * assert.deepEqual(log, ['masked', 'key']);
 * ```
 */
export class Cpu {
  readonly #buffer: SharedArrayBuffer = allocateShared('cpu ', WORDS);
  readonly #words: Int32Array = attachShared('buffer', this.#buffer, 'cpu ', WORDS);
  readonly #handlers = new Map<number, () => void>();
  /** The interrupt flag. Plain: only this thread masks its interrupts. */
  #enabled = true;

  /** Whether interrupts are handled (true at first). */
  get enabled(): boolean {
    return this.#enabled;
  }

  /**
   * Sets what happens on an interrupt; without a handler it only ends a halt.
   *
   * @param line - 0 to 30.
   * @throws RangeError or TypeError when `line` is not such a number or `handler` not a function.
   */
  on(line: number, handler: () => void): void {
    checkInteger('line', line, 0, LINES - 1);
    checkFunction('handler', handler);
    this.#handlers.set(line, handler);
  }

  /** A device that raises interrupts here; see {@link Device.attach} for other threads. */
  device(): Device {
    return Device.attach(this.share());
  }

  /** A structured-cloneable handle, for {@link Device.attach} on another thread. */
  share(): CpuHandle {
    const { ground, record } = home.own;
    return { buffer: this.#buffer, camp: ground.buffer, record };
  }

  /** Masks interrupts: from now on they stay pending. Corresponds to `interrupts::disable` (`cli`). */
  disable(): void {
    this.#enabled = false;
  }

  /** Unmasks interrupts; pending ones are handled at once. Corresponds to `interrupts::enable` (`sti`). */
  enable(): void {
    this.#enabled = true;
    this.poll();
  }

  /** Handles what is pending, if interrupts are enabled: what a real processor does between any two instructions. */
  poll(): void {
    if (!this.#enabled || load(this.#words, STATE) === 0) return;
    this.#handle(exchange(this.#words, STATE, 0));
  }

  /**
   * Halts until the *next* interrupt: one that came before this call was handled before it and does not count. That is
   * the race: "is the queue empty? then hlt" sleeps through what came in between. Use {@link Cpu.enableAndHlt}.
   *
   * @param ms - the longest halt in milliseconds (as a timer interrupt would end it); `Infinity` by default.
   * @throws DeadlockError when interrupts are disabled and no time limit is set: nothing could ever end the halt.
   * BlockingError on a thread that may not block. RangeError or TypeError when `ms` is not a duration.
   */
  hlt(ms = Number.POSITIVE_INFINITY): void {
    checkDuration('ms', ms);
    if (!this.#enabled && ms === Number.POSITIVE_INFINITY) {
      throw new DeadlockError('hlt: interrupts are disabled, so nothing can end the halt; use enableAndHlt()');
    }
    this.poll();
    this.#halt(ms, this.#sleep);
  }

  /**
   * Unmasks interrupts and halts in one step: an interrupt that is pending, or comes at any later time, ends the halt.
   * Corresponds to `interrupts::enable_and_hlt` (`sti; hlt`).
   *
   * @param ms - the longest halt in milliseconds; `Infinity` by default.
   * @throws BlockingError on a thread that may not block. RangeError or TypeError when `ms` is not a duration.
   */
  enableAndHlt(ms?: number): void;
  /** Halts in a way of its caller's, which is to end when the thread's bell rings. @internal */
  enableAndHlt(ms: number, sleep: (ms: number) => void): void;
  enableAndHlt(ms = Number.POSITIVE_INFINITY, sleep: (ms: number) => void = this.#sleep): void {
    checkDuration('ms', ms);
    this.#enabled = true;
    this.#halt(ms, sleep);
  }

  #halt(ms: number, sleep: (ms: number) => void): void {
    if (!canBlock()) throw mayNotBlock('hlt', 'await a future');
    // SYNC: a CAS from "nothing pending": pairs with the `or` in Device.raise. Either that is seen here, and nothing
    // sleeps, or it sees HALTED and notifies.
    if (compareExchange(this.#words, STATE, 0, HALTED) === 0) sleep(ms);
    const pending = exchange(this.#words, STATE, 0) & ~HALTED;
    if (this.#enabled) this.#handle(pending);
    else or(this.#words, STATE, pending);
  }

  /** Sleeps until the next interrupt, and for nothing else. */
  readonly #sleep = (ms: number): void => {
    const end = steadyNow() + ms;
    for (let left = ms; left > 0; left = end - steadyNow()) {
      wait(this.#words, STATE, HALTED, left);
      if (load(this.#words, STATE) !== HALTED) break;
    }
  };

  #handle(pending: number): void {
    for (let line = 0, left = pending; left !== 0; line += 1, left &= -1 << line) {
      if ((left & (1 << line)) !== 0) this.#handleOne(line, left & (-2 << line));
    }
  }

  /** A handler that throws leaves the lines after it pending. */
  #handleOne(line: number, left: number): void {
    try {
      this.#handlers.get(line)?.();
    } catch (error) {
      or(this.#words, STATE, left);
      throw error;
    }
  }
}
