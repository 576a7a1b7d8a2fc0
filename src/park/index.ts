export { Cpu, Device } from './cpu.js';
export { Parker, type ParkOptions } from './parker.js';
export { park, parkTimeout, Thread, type ThreadHandle } from './thread.js';
export { Unparker } from './unparker.js';
