import { Ground } from '../camp/ground.js';
import { MAX_BLOCKS } from '../camp/layout.js';
import { ring } from '../camp/wake.js';
import { checkInteger, describe } from '../core/check.js';
import { attachShared } from '../core/shared-memory.js';
import { notify, or } from '../platform/index.js';
import { type CpuHandle, HALTED, LINES, STATE, WORDS } from './interrupts.js';

/**
 * Raises interrupts on a {@link Cpu} of another thread (or this one). Never waits.
 *
 * @example
 * ```ts
 * import { Cpu, Device } from 'reveille/park';
 *
 * const cpu = new Cpu();
 * Device.attach(cpu.share()).raise(0);
 * cpu.enableAndHlt(); // does not sleep: the interrupt is pending
 * ```
 */
export class Device {
  readonly #words: Int32Array;
  readonly #camp: Int32Array;
  readonly #record: number;

  private constructor(words: Int32Array, camp: Int32Array, record: number) {
    this.#words = words;
    this.#camp = camp;
    this.#record = record;
  }

  /**
   * @param handle - what `Cpu.share` answered.
   * @throws TypeError, RangeError or HandleError, naming the part, when it is no processor's handle.
   */
  static attach(handle: CpuHandle): Device {
    if (typeof handle !== 'object' || handle === null) {
      throw new TypeError(`handle: expected what cpu.share() answered, got ${describe(handle)}`);
    }
    const words = attachShared('handle.buffer', handle.buffer, 'cpu ', WORDS);
    const ground = new Ground('handle.camp', handle.camp);
    checkInteger('handle.record', handle.record, 0, MAX_BLOCKS - 1);
    return new Device(words, ground.reach('handle.record', handle.record), handle.record);
  }

  /**
   * Raises an interrupt. One that is pending already is not raised twice, as on real lines.
   *
   * @param line - 0 to 30.
   * @throws RangeError or TypeError when `line` is not such a number.
   */
  raise(line: number): void {
    checkInteger('line', line, 0, LINES - 1);
    // SYNC: pairs with the CAS to HALTED in Cpu. The processor sleeps on its own word, or on the bell of its thread.
    if ((or(this.#words, STATE, 1 << line) & HALTED) === 0) return;
    notify(this.#words, STATE, 1);
    ring(this.#camp, this.#record);
  }
}
