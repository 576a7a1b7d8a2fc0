/** Runs `job` in a turn of the event loop of its own. */
export function macrotask(job: () => void): void {
  if (typeof setImmediate === 'function') setImmediate(job);
  else messageTask(job);
}

/** A browser's `setTimeout(job, 0)` waits 4 ms after a few rounds; a message does not. */
let port: MessagePort | undefined;
const jobs: (() => void)[] = [];

function messageTask(job: () => void): void {
  if (port === undefined) {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => jobs.shift()?.();
    port = channel.port2;
  }
  jobs.push(job);
  port.postMessage(null);
}

/** The longest time `setTimeout` takes in milliseconds; beyond it fires at once. */
const LONGEST_TIMER = 0x7fff_ffff;

/** Runs `job` after `ms` milliseconds (or {@link LONGEST_TIMER}, if that is sooner). Dispose to cancel. */
export function hostTimer(ms: number, job: () => void): Disposable {
  const id = setTimeout(job, Math.min(Math.ceil(ms), LONGEST_TIMER));
  return { [Symbol.dispose]: () => clearTimeout(id) };
}

/**
 * Keeps the process alive until disposed: `Atomics.waitAsync` does not. Browsers need nothing, and a timer that never
 * fires does them no harm.
 */
export function keepAlive(): Disposable {
  const id = setInterval(() => {}, LONGEST_TIMER);
  return { [Symbol.dispose]: () => clearInterval(id) };
}
