export { Context, type Services, type Timer, type Timers } from './context.js';
export {
  BlockingError,
  CancelledError,
  DeadlockError,
  HandleError,
  PollError,
  ReveilleError,
  TimeoutError,
  WakerError,
} from './errors.js';
export { Future } from './future.js';
export { PENDING, type Poll } from './poll.js';
export { RawWaker, RawWakerVTable } from './raw-waker.js';
export { END, Stream } from './stream.js';
export type { Suspend } from './suspend.js';
export type { ArcWake, Wake } from './wake.js';
export { Waker, type WakerHandle } from './waker.js';
