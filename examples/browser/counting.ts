/** The module that the pool's threads host: ordinary functions, which a page without shared memory can call, too. */
import { thisCall } from 'reveille/threads';

export function countPrimes({ from, to }: { from: number; to: number }): number {
  let count = 0;
  for (let n = Math.max(from, 2); n < to; n += 1) if (isPrime(n)) count += 1;
  return count;
}

/** Goldbach said in 1742 that there is none, so this runs until it is cancelled. */
export async function findEvenThatIsNoSumOfPrimes(): Promise<number> {
  const call = thisCall();
  for (let n = 4; ; n += 2) {
    if (!isSumOfPrimes(n)) return n;
    if (n % 1000 === 0) await turn(); // without shared memory, nothing is heard before
    call.throwIfCancelled();
  }
}

function isSumOfPrimes(n: number): boolean {
  for (let p = 2; p <= n / 2; p += 1) if (isPrime(p) && isPrime(n - p)) return true;
  return false;
}

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor += 1) if (n % divisor === 0) return false;
  return true;
}

/** A turn of the thread's event loop. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
