/** The page: receives on its event loop what a worker produces. */
import { Camp } from 'reveille/camp';
import { shared } from 'reveille/channel';

async function primes(limit: number): Promise<number[]> {
  const [tx, rx] = shared.bounded(4, 'i32'); // without isolation, this is where the error comes from
  const worker = new Worker(new URL('./primes.worker.js', import.meta.url), { type: 'module' });
  worker.postMessage({ camp: Camp.own().share(), tx: tx.share(), limit });
  tx[Symbol.dispose](); // the worker's sender is the only one now
  const received: number[] = [];
  for await (const prime of rx) received.push(prime); // the page stays responsive; over once the worker drops its sender
  return received;
}

const output = document.querySelector('output') as HTMLOutputElement;
try {
  output.textContent = `primes: ${(await primes(50)).join(' ')}`;
} catch (error) {
  output.textContent = String(error);
}
