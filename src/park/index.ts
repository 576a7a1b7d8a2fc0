export { Cpu } from './cpu.js';
export { Device } from './device.js';
export type { CpuHandle } from './interrupts.js';
export type { ParkOptions } from './park-options.js';
export { Parker } from './parker.js';
export { park, parkTimeout, Thread, type ThreadHandle } from './thread.js';
export { Unparker } from './unparker.js';
