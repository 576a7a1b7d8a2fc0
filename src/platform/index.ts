export { add, and, compareExchange, exchange, load, notify, or, store, wait, waitAsync } from './atomics.js';
export { randomBelow, randomSeed } from './chance.js';
export { now } from './clock.js';
export { bequeath, type Inheritance, inherit, onThreadEnd } from './fellows.js';
export { atFreshStart } from './fresh-start.js';
export { hostTimer, keepAlive, macrotask } from './host.js';
export { type Inbox, openInbox, post } from './inbox.js';
export { type Serializer, serializer } from './serializer.js';
export { canBlock, threadId, threadName } from './thread.js';
