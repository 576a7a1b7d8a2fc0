export { ArrayQueue } from './array-queue.js';
export type { Queue, RingQueue } from './contract.js';
export type { ItemArray, ItemKind, ItemOf } from './items.js';
export { SegQueue } from './seg-queue.js';
export { SharedArrayQueue } from './shared-array-queue.js';
export { SharedSegQueue } from './shared-seg-queue.js';
