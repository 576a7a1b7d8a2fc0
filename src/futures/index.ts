export { fromPromise } from './from-promise.js';
export { lazy } from './lazy.js';
export { pending } from './pending.js';
export { pollFn } from './poll-fn.js';
export { ready } from './ready.js';
export { yieldNow } from './yield-now.js';
