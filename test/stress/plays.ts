import type { Play } from './act.js';
import { playChannel } from './channel/play.js';
import { playBarrier } from './lock/barrier.js';
import { playCondvar } from './lock/condvar.js';
import { playMutex } from './lock/mutex.js';
import { playNotify } from './lock/notify.js';
import { playOnce } from './lock/once.js';
import { playRwLock } from './lock/rw-lock.js';
import { playSemaphore } from './lock/semaphore.js';
import { playWaitGroup } from './lock/wait-group.js';
import { playQueue } from './queue/play.js';

/** All that is played, the threads' halves. An act says which is its own. */
export const PLAYS = {
  channel: playChannel,
  queue: playQueue,
  mutex: playMutex,
  rwLock: playRwLock,
  semaphore: playSemaphore,
  condvar: playCondvar,
  barrier: playBarrier,
  waitGroup: playWaitGroup,
  once: playOnce,
  notify: playNotify,
} satisfies Record<string, Play>;
