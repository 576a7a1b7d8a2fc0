export { attachReceiver, attachSender } from './attach.js';
export { bounded } from './bounded.js';
export type { Carried, ValueOf } from './carried.js';
export type { EndHandle } from './handle.js';
export { revoke } from './open.js';
export type { EndOptions, SharedOptions } from './options.js';
export { type UnboundedOptions, unbounded } from './unbounded.js';
