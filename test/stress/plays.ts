import type { Play } from './act.js';

/**
 * All that is played, the threads' halves. An act says which is its own. Each is loaded when it is played: to start threads is what
 * short rounds take longest for.
 */
export const PLAYS = {
  channel: async () => (await import('./channel/play.js')).playChannel,
  queue: async () => (await import('./queue/play.js')).playQueue,
  mutex: async () => (await import('./lock/mutex.js')).playMutex,
  rwLock: async () => (await import('./lock/rw-lock.js')).playRwLock,
  semaphore: async () => (await import('./lock/semaphore.js')).playSemaphore,
  condvar: async () => (await import('./lock/condvar.js')).playCondvar,
  barrier: async () => (await import('./lock/barrier.js')).playBarrier,
  waitGroup: async () => (await import('./lock/wait-group.js')).playWaitGroup,
  once: async () => (await import('./lock/once.js')).playOnce,
  notify: async () => (await import('./lock/notify.js')).playNotify,
  pit: async () => (await import('../faults/pit/play.js')).playPit,
  waker: async () => (await import('../faults/waker/play.js')).playWaker,
  pool: async () => (await import('../faults/pool/play.js')).playPool,
  veteran: async () => (await import('../faults/veteran/play.js')).playVeteran,
} satisfies Record<string, () => Promise<Play>>;
