export { interleaving } from './interleaving.js';
export { schedule } from './schedule.js';
