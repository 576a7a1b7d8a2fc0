export { add, and, compareExchange, exchange, load, notify, or, store, sub, wait, waitAsync } from './atomics.js';
export { now } from './clock.js';
export { hostTimer, keepAlive, LONGEST_TIMER, macrotask } from './host.js';
export { canBlock, threadId, threadName } from './thread.js';
