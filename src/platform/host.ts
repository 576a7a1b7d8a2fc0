/**
 * Runs `job` as soon as this thread has done what it is at. Taken when this loads, as `setImmediate` is: a worker's module, or a test
 * with fake timers, that puts another in its place must not bring the runtime to a halt. Timers are looked up when they are
 * set: it is time that such a test means to make by itself.
 */
export const microtask: (job: () => void) => void = queueMicrotask;

const done = Promise.resolve();

/**
 * The same for a job that throws nothing: {@link microtask} makes an async resource of Node's for each job, which takes three microseconds until it is
 * compiled.
 */
export function soon(job: () => void): void {
  void done.then(job);
}

/** The same job, but with what this moment has in each `AsyncLocalStorage`, whoever runs it. */
export function inThisContext(job: () => void): () => void {
  const hooks = globalThis.process?.getBuiltinModule?.('node:async_hooks');
  return hooks === undefined ? job : hooks.AsyncResource.bind(job, 'reveille');
}

const immediate = typeof setImmediate === 'undefined' ? undefined : (setImmediate as (job: () => void) => unknown);

/** Runs `job` in a turn of the event loop of its own. */
export function macrotask(job: () => void): void {
  if (immediate !== undefined) immediate(job);
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
  if (pulse === undefined || maker !== setInterval) {
    maker = setInterval; // another one if fake timers have come, or gone, since
    pulse = new Pulse();
  }
  return pulse.keep();
}

/** A timer that keeps the process alive. One for all, since to make one takes five microseconds until it is compiled, and a worker would each time that it rests. */
class Pulse implements Disposable {
  /** Undefined where a module has taken timers away: then nothing can keep the process alive. */
  readonly #timer = setInterval(() => {}, LONGEST_TIMER) as { ref?(): void; unref?(): void } | undefined;
  #kept = 0;

  keep(): this {
    this.#kept += 1;
    if (this.#kept === 1) this.#timer?.ref?.();
    return this;
  }

  /** Once for each time that it was kept. */
  [Symbol.dispose](): void {
    this.#kept -= 1;
    if (this.#kept > 0) return;
    if (this.#timer?.unref !== undefined) this.#timer.unref();
    else this.#end(); // a number, in browsers and elsewhere
  }

  #end(): void {
    clearInterval(this.#timer as never);
    if (pulse === this) pulse = undefined;
  }
}

let pulse: Pulse | undefined;
let maker: typeof setInterval | undefined;

/** From so many bytes on, what zeroing costs is worth the way around it: a microsecond, against 50 for a million bytes. */
const WORTH_LEAVING = 4096;

/** Memory that is about to be written all over: where the host can leave it as it is, it is not zeroed before. */
export function unfilled(length: number): Uint8Array<ArrayBuffer> {
  const { Buffer } = globalThis as { Buffer?: typeof import('node:buffer').Buffer };
  if (length < WORTH_LEAVING || Buffer === undefined) return new Uint8Array(length);
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer as ArrayBuffer);
}
