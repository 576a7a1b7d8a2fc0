import { createRequire, syncBuiltinESMExports } from 'node:module';
import { MessagePort } from 'node:worker_threads';
import { ReveilleError } from '../../core/errors.js';
import type { Operations, Words } from './operations.js';
import { real } from './real.js';

/**
 * Puts the model in the place of what threads share and of what decides by chance or time, before any code of the
 * program's is loaded. Outside of set-up and body it all works as the host's.
 */
export function replaceHost(operations: Operations): void {
  replaceAtomics(operations);
  replaceMemory(operations);
  replaceClocks(operations);
  replaceChance(operations);
  replaceTimers(operations);
  refuseMessages(operations);
}

function replaceAtomics(ops: Operations): void {
  const write =
    (name: Parameters<Operations['write']>[0]) =>
    (array: Words, index: number, value: unknown): unknown =>
      ops.write(name, array, index, value);
  const model = {
    load: (array: Words, index: number) => ops.load(array, index),
    store: write('store'),
    add: write('add'),
    and: write('and'),
    exchange: write('exchange'),
    or: write('or'),
    sub: write('sub'),
    xor: write('xor'),
    compareExchange: (array: Words, index: number, expected: unknown, value: unknown) =>
      ops.compareExchange(array, index, expected, value),
    wait: (array: Words, index: number, value: unknown, ms?: number) => ops.wait(array, index, value, ms),
    waitAsync: (array: Words, index: number, value: unknown, ms?: number) => ops.waitAsync(array, index, value, ms),
    notify: (array: Words, index: number, count?: number) => ops.notify(array, index, count),
  };
  Object.assign(globalThis.Atomics, model);
}

function replaceMemory(ops: Operations): void {
  const Real = real.SharedArrayBuffer;
  function Model(bytes: number, options?: { maxByteLength?: number }): SharedArrayBuffer {
    if (new.target === undefined) return (Real as unknown as (bytes: number) => never)(bytes); // throws
    if (ops.mode !== 'setting up' || new.target !== Model) return Reflect.construct(Real, [bytes, options], new.target);
    return ops.making.make(bytes, options?.maxByteLength);
  }
  Model.prototype = Real.prototype;
  Object.defineProperty(Model, 'name', { value: 'SharedArrayBuffer' });
  Object.defineProperty(Model, Symbol.species, { get: () => Real });
  globalThis.SharedArrayBuffer = Model as unknown as typeof SharedArrayBuffer;
  const { get } = Object.getOwnPropertyDescriptor(Real.prototype, 'byteLength') as { get(): number };
  Object.defineProperty(Real.prototype, 'byteLength', {
    configurable: true,
    get(this: SharedArrayBuffer) {
      return this.growable ? ops.length(this, () => get.call(this)) : get.call(this);
    },
  });
  Real.prototype.grow = function (bytes: number): void {
    ops.grow(this, () => real.grow.call(this, bytes));
  };
}

/** The clock of a run starts at some point in time, the same in every run. */
const START = Date.UTC(2020, 0, 1);

function replaceClocks(ops: Operations): void {
  const { now: hostNow } = performance;
  const { now: hostDate } = Date;
  performance.now = () => (ops.mode === 'outside' ? hostNow.call(performance) : ops.steps.now);
  Date.now = () => (ops.mode === 'outside' ? hostDate() : Math.floor(START + ops.steps.now));
}

/** Chance is the same in every run, or a schedule could not be repeated. */
function replaceChance(ops: Operations): void {
  const { random: hostRandom } = Math;
  Math.random = () => (ops.mode === 'outside' ? hostRandom() : (ops.chance.next() >>> 0) / 2 ** 32);
}

function replaceTimers(ops: Operations): void {
  const host = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval };
  type Job = (...args: unknown[]) => void;
  const timer = (id: number) => ({ id, ref: () => timer(id), unref: () => timer(id), hasRef: () => true });
  const model = {
    setTimeout(job: Job, ms = 0, ...args: unknown[]) {
      if (ops.mode === 'outside') return host.setTimeout(job, ms, ...args);
      return timer(ops.loop.setTimer(Math.max(1, ms), () => job(...args)));
    },
    setInterval(job: Job, ms = 0, ...args: unknown[]) {
      if (ops.mode === 'outside') return host.setInterval(job, ms, ...args);
      if (ms >= FOR_EVER) return timer(ops.loop.setTimer(Number.POSITIVE_INFINITY, () => {}));
      throw new ReveilleError('explore: setInterval is outside the model: a run with it would never end');
    },
    setImmediate(job: Job, ...args: unknown[]) {
      if (ops.mode === 'outside') return host.setImmediate(job, ...args);
      return ops.loop.setImmediate(() => job(...args));
    },
    clearTimeout: (id: unknown) => clear(id, host.clearTimeout),
    clearInterval: (id: unknown) => clear(id, host.clearInterval),
  };
  const clear = (id: unknown, atHost: (id: never) => void): void => {
    if (ops.mode === 'outside') atHost(id as never);
    else ops.loop.clearTimer((id as { id?: number } | undefined)?.id ?? 0);
  };
  Object.assign(globalThis, model);
}

/** A timer this long is there to keep a process alive. */
const FOR_EVER = 2 ** 31 - 1;

/** Messages between threads, and threads of threads, have no place in a schedule: better no verdict than a wrong one. */
function refuseMessages(ops: Operations): void {
  const refuse = (what: string): void => {
    if (ops.mode !== 'outside')
      throw new ReveilleError(`explore: ${what} is outside the model; share memory in set-up`);
  };
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (this: MessagePort, ...args: unknown[]) {
    refuse('postMessage');
    return Reflect.apply(postMessage, this, args);
  };
  const threads = createRequire(import.meta.url)('node:worker_threads') as Record<string, unknown>;
  for (const name of ['Worker', 'BroadcastChannel', 'MessageChannel', 'receiveMessageOnPort']) {
    const host = threads[name] as new (...args: unknown[]) => object;
    threads[name] = function (this: unknown, ...args: unknown[]) {
      refuse(name);
      return new.target === undefined ? Reflect.apply(host, this, args) : Reflect.construct(host, args);
    };
  }
  syncBuiltinESMExports();
  const { Memory } = WebAssembly;
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, [descriptor]: [WebAssembly.MemoryDescriptor]) {
      if (descriptor.shared === true) refuse('shared memory of WebAssembly');
      return new target(descriptor);
    },
  });
}
