import { type Context, Future, PENDING, type Poll, spawn } from 'reveille';
import { adapterOf, type Decision } from './adapter.js';
import { SettlingThread } from './settling-thread.js';

class Awaited extends Future<unknown> {
  constructor(
    private readonly thread: SettlingThread,
    private readonly index: number,
    private readonly decision: Decision,
  ) {
    super();
  }

  override poll(cx: Context): Poll<unknown> {
    if (this.thread.isSettled(this.index)) return this.decision.answer();
    this.thread.tell({ kind: 'await', index: this.index, waker: cx.waker.share() });
    return PENDING;
  }
}

/**
 * Tasks whose wakers another thread has, which wakes them: no event loop is between. Of each task there is one promise, to
 * await it several times: two tasks that wait for the same have no order among them.
 */
export function awaitElsewhere() {
  const thread = new SettlingThread();
  return adapterOf((decision) => {
    const index = thread.next();
    const promise = spawn(new Awaited(thread, index, decision)).then();
    promise.catch(() => {}); // as of a promise that nobody awaits
    return { promise, settle: () => thread.tell({ kind: 'settle', index }) };
  });
}
