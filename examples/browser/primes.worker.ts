/** The worker: computes, and sleeps while the page has not taken what is ready. */
import { Camp, type CampHandle } from 'reveille/camp';
import { type EndHandle, shared } from 'reveille/channel';

interface Job {
  readonly camp: CampHandle;
  readonly tx: EndHandle;
  readonly limit: number;
}

addEventListener('message', ({ data: { camp, tx, limit } }: MessageEvent<Job>) => {
  Camp.join(camp); // first of all, before this thread uses anything shared
  using primes = shared.attachSender(tx, 'i32');
  for (let n = 2; n <= limit; n += 1) if (isPrime(n)) primes.sendBlocking(n);
});

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor += 1) if (n % divisor === 0) return false;
  return true;
}
