import { bellMutants } from './bell.js';
import { blockedThreadMutants } from './blocked-thread.js';
import { arenaMutants, asksMutants, callsMutants, wishMutants } from './calls.js';
import { campMutants } from './camp.js';
import { channelFramesMutants } from './channel-frames.js';
import { channelLoopMutants } from './channel-loop.js';
import { cpuMutants } from './cpu.js';
import { asyncParkerMutants, eventLoopMutants } from './event-loop.js';
import { frameQueueMutants } from './frame-queue.js';
import { idleMutants } from './idle.js';
import { lockMutants } from './locks.js';
import { parkerMutants } from './parker.js';
import type { SeededMutant } from './seeded-mutant.js';
import { segmentPoolMutants } from './segment-pool.js';
import { arrayQueueMutants } from './shared-array-queue.js';
import { sharedChannelMutants } from './shared-channel.js';
import { segQueueMutants } from './shared-seg-queue.js';
import { sharedWakerMutants } from './shared-waker.js';
import { unparkerMutants } from './unparker.js';
import { wakeQueueMutants } from './wake-queue.js';

/** Every mutant that is kept. */
export const MUTANTS: readonly SeededMutant[] = [
  ...parkerMutants,
  ...unparkerMutants,
  ...cpuMutants,
  ...blockedThreadMutants,
  ...wakeQueueMutants,
  ...sharedWakerMutants,
  ...bellMutants,
  ...campMutants,
  ...sharedChannelMutants,
  ...channelFramesMutants,
  ...channelLoopMutants,
  ...idleMutants,
  ...eventLoopMutants,
  ...asyncParkerMutants,
  ...arrayQueueMutants,
  ...segQueueMutants,
  ...frameQueueMutants,
  ...segmentPoolMutants,
  ...lockMutants,
  ...callsMutants,
  ...asksMutants,
  ...arenaMutants,
  ...wishMutants,
];
