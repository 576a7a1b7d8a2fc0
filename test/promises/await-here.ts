import { type Context, Future, PENDING, type Poll, type Waker } from 'reveille';
import { adapterOf, type Decision } from './adapter.js';

/** Those that wait for one decision, and whether they may have it. */
class Gate {
  isOpen = false;
  readonly wakers: Waker[] = [];

  open(): void {
    this.isOpen = true;
    for (const waker of this.wakers.splice(0)) waker.wake();
  }
}

class Awaited extends Future<unknown> {
  constructor(
    private readonly gate: Gate,
    private readonly decision: Decision,
  ) {
    super();
  }

  override poll(cx: Context): Poll<unknown> {
    if (this.gate.isOpen) return this.decision.answer();
    this.gate.wakers.push(cx.waker.clone());
    return PENDING;
  }
}

/** Futures that this thread settles. A future has one waiter, so each `then` is that of a future of its own. */
export const awaitHere = () =>
  adapterOf((decision) => {
    const gate = new Gate();
    return {
      promise: { then: (onFulfilled, onRejected) => new Awaited(gate, decision).then(onFulfilled, onRejected) },
      settle: () => gate.open(),
    };
  });
