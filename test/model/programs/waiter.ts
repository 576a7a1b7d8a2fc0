import { type Executor, type JoinHandle, PENDING, pollFn, type WakerHandle } from 'reveille';

/** A task that counts its polls, and ends at a poll that finds its item there. */
export class Waiter {
  polls = 0;
  readonly handle: WakerHandle;
  readonly task: JoinHandle<void>;

  constructor(executor: Executor, isThere: () => boolean, ended: () => void = () => {}) {
    let handle: WakerHandle | undefined;
    this.task = executor.spawn(
      pollFn((cx) => {
        this.polls += 1;
        if (handle !== undefined && isThere()) return ended();
        handle ??= cx.waker.share();
        return PENDING;
      }),
    );
    executor.runUntilStalled();
    this.handle = handle as unknown as WakerHandle;
  }
}
