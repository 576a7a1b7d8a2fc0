import type { Suite } from '../table/row.js';
import { ASYNC_TASK } from './async-task.js';
import { CLOCKS } from './crossbeam-channel-clocks.js';
import { ARRAY, LIST, ZERO } from './crossbeam-channel-flavours.js';
import { READY, SELECT, SELECT_MACRO } from './crossbeam-channel-select.js';
import { QUEUES } from './crossbeam-queue.js';
import { UTILS } from './crossbeam-utils.js';
import { FUTURES_RS } from './futures-rs.js';
import { GOLANG, ITER } from './golang.js';
import { MPSC } from './std-mpsc.js';
import { LOOM } from './tokio-loom.js';
import { TOKIO } from './tokio-sync.js';

/** The suites of the elders, with what became of each of their tests. */
export const SUITES: readonly Suite[] = [
  ARRAY,
  LIST,
  ZERO,
  SELECT,
  SELECT_MACRO,
  READY,
  ...CLOCKS,
  ITER,
  GOLANG,
  ...MPSC,
  ...QUEUES,
  ...UTILS,
  ...TOKIO,
  ...LOOM,
  ...FUTURES_RS,
  ...ASYNC_TASK,
];
