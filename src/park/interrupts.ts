import { HEADER_WORDS } from '../core/shared-memory.js';

/** One word: the pending interrupts, a bit a line, and whether the processor is halted. */
export const STATE = HEADER_WORDS;
/** Size of a processor's memory in 32-bit words. */
export const WORDS = STATE + 2;

/** Bit 31. Set by the processor alone when it halts; whoever raises an interrupt and sees it must notify. */
export const HALTED = -0x8000_0000;

/**
 * Names a processor to devices on other threads; plain data, made by `Cpu.share` and read by `Device.attach`.
 *
 * @example
 * ```ts
 * import { Cpu, type CpuHandle, Device } from 'reveille/park';
 *
 * const cpu = new Cpu();
 * const handle: CpuHandle = cpu.share();
 * Device.attach(structuredClone(handle)).raise(1);
 * cpu.enableAndHlt(); // does not sleep: the interrupt is pending
 * ```
 */
export interface CpuHandle {
  /** The memory of its interrupts. */
  readonly buffer: SharedArrayBuffer;
  /** The camp of its thread, whose bell a device rings when the processor is halted; see `reveille/camp`. */
  readonly camp: SharedArrayBuffer;
  /** The thread's record in there. */
  readonly record: number;
}

/** Interrupt lines 0 to 30: the bits beside {@link HALTED}. */
export const LINES = 31;
