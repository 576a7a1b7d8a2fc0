import { Context, type Services, type Waker } from 'reveille';
import { countingWaker, type WakerCounts } from 'reveille/testing';

/** A context for polling by hand, that offers what the host does except for what is given. */
export function contextOf(waker: Waker, services?: Partial<Services>): Context {
  const host = Context.fromWaker(waker);
  if (services === undefined) return host;
  return { waker, services: { ...host.services, ...services } };
}

/** A context with a waker that counts. */
export function countingContext(services?: Partial<Services>): { cx: Context; counts: WakerCounts } {
  const { waker, counts } = countingWaker();
  return { cx: contextOf(waker, services), counts };
}
