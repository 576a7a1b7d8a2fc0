/** The page: has primes counted on two threads, and gives up a search that takes too long. */
import { TimeoutError } from 'reveille';
import { pool } from 'reveille/threads';

const threads = pool<typeof import('./counting.js')>(new URL('./counting.js', import.meta.url), { threads: 2 });

async function count(limit: number, progress: HTMLProgressElement): Promise<number> {
  const part = limit / progress.max;
  const starts = Array.from({ length: progress.max }, (_, i) => i * part);
  let sum = 0;
  for await (const primes of threads.map(
    'countPrimes',
    starts.map((from) => ({ from, to: from + part })),
  )) {
    sum += primes;
    progress.value += 1;
  }
  return sum;
}

const output = document.querySelector('output') as HTMLOutputElement;
try {
  const primes = await count(200_000, document.querySelector('progress') as HTMLProgressElement);
  const search = threads.with({ timeout: 100 }).findEvenThatIsNoSumOfPrimes();
  const found = await search.then(String, (error: unknown) =>
    error instanceof TimeoutError ? 'given up' : String(error),
  );
  output.textContent = `${primes} primes below 200000; search: ${found}`;
} catch (error) {
  output.textContent = String(error);
} finally {
  await threads.close();
}
