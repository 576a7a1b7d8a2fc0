export { all } from './all.js';
export { allSettled } from './all-settled.js';
export { any } from './any.js';
export type { Output } from './check-branches.js';
export { join } from './join.js';
export { race } from './race.js';
export { type Selected, select } from './select.js';
export type { SelectOptions } from './select-options.js';
