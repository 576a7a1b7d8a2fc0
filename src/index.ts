export { type BlockOnOptions, blockOn, blockOnChannel, blockOnExecutor } from './block-on/index.js';
export {
  all,
  allSettled,
  any,
  join,
  type Output,
  race,
  type Selected,
  type SelectOptions,
  select,
} from './combinators/index.js';
export {
  type ArcWake,
  BlockingError,
  CancelledError,
  Context,
  DeadlockError,
  END,
  Future,
  HandleError,
  PENDING,
  type Poll,
  PollError,
  RawWaker,
  RawWakerVTable,
  ReveilleError,
  type Services,
  Stream,
  type Suspend,
  TimeoutError,
  type Timer,
  type Timers,
  type Wake,
  Waker,
  WakerError,
  type WakerHandle,
} from './core/index.js';
export { type Co, co } from './coroutine/index.js';
export {
  Executor,
  type ExecutorOptions,
  JoinHandle,
  SharedWaker,
  SimpleExecutor,
  type Snapshot,
  spawn,
  type TaskId,
  type TaskView,
} from './executor/index.js';
export { fromPromise, lazy, pending, pollFn, ready, yieldNow } from './futures/index.js';
export { type Interval, interval, now, sleep, sleepUntil, timeout } from './time/index.js';
