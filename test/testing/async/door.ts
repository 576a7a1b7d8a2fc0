import { type Context, Future, PENDING, type Poll, PollError, type Waker } from 'reveille';

/** A future that keeps its contract: ready once somebody opened it. Broken ones differ from it in one place. */
export class Door extends Future<string> {
  protected state: 'closed' | 'open' | 'done' = 'closed';
  protected waker: Waker | undefined;

  open(): void {
    if (this.state === 'closed') this.state = 'open';
    const { waker } = this;
    this.waker = undefined;
    waker?.wake();
  }

  override poll(cx: Context): Poll<string> {
    if (this.state === 'done') throw new PollError('door: it was used before');
    if (this.state === 'open') return this.answer();
    this.register(cx);
    return PENDING;
  }

  override [Symbol.dispose](): void {
    this.state = 'done';
    this.waker?.[Symbol.dispose]();
    this.waker = undefined;
  }

  override toString(): string {
    return 'door';
  }

  protected register(cx: Context): void {
    if (this.waker?.willWake(cx.waker)) return;
    const clone = cx.waker.clone();
    this.waker?.[Symbol.dispose]();
    this.waker = clone;
  }

  protected answer(): string {
    this[Symbol.dispose]();
    return 'come in';
  }
}
