import { promisify } from 'node:util';
import type { EventLoop } from './event-loop.js';
import type { HostModule } from './replace.js';
import { Immediate, Timer } from './timer.js';
import type { World } from './world.js';

type Job = (...args: unknown[]) => void;
type Clear = (timer: unknown) => void;

/** A timer this long is there to keep a process alive. */
const FOR_EVER = 2 ** 31 - 1;

/** What Node makes of a timer's milliseconds. */
function delayOf(ms: unknown): number {
  const number = Number(ms);
  return number >= 1 && number <= FOR_EVER ? number : 1;
}

/** Timers, those of `globalThis` and of Node's modules. */
export function replaceTimers(world: World, loop: EventLoop, host: (name: string) => HostModule): void {
  const model = timers(world, loop);
  const promises = timerPromises(world, loop, host('node:timers/promises'));
  Object.defineProperty(model.setTimeout, promisify.custom, { value: promises.setTimeout });
  Object.defineProperty(model.setImmediate, promisify.custom, { value: promises.setImmediate });
  Object.assign(globalThis, model);
  Object.assign(host('node:timers'), model);
  Object.assign(host('node:timers/promises'), promises);
  Object.assign(host('node:timers/promises')['scheduler'] as object, {
    wait: promises.setTimeout,
    yield: () => promises.setImmediate(),
  });
  const { timeout } = AbortSignal;
  AbortSignal.timeout = (ms) => {
    if (world.isInside) world.refuse('AbortSignal.timeout is outside the model');
    return timeout.call(AbortSignal, ms);
  };
}

function timers(world: World, loop: EventLoop) {
  const host = { setTimeout, setInterval, setImmediate };
  return {
    setTimeout(job: Job, ms?: number, ...args: unknown[]): unknown {
      if (!world.isInside || typeof job !== 'function') return host.setTimeout(job, ms, ...args);
      return new Timer(loop, delayOf(ms), () => job(...args));
    },
    setInterval(job: Job, ms?: number, ...args: unknown[]): unknown {
      if (!world.isInside || typeof job !== 'function') return host.setInterval(job, ms, ...args);
      if (Number(ms) >= FOR_EVER) return new Timer(loop, Number.POSITIVE_INFINITY, () => {});
      return world.refuse('setInterval is outside the model: a run with it would never end');
    },
    setImmediate(job: Job, ...args: unknown[]): unknown {
      if (!world.isInside || typeof job !== 'function') return host.setImmediate(job, ...args);
      return new Immediate(loop, () => job(...args));
    },
    clearTimeout: clearing(world, loop, clearTimeout as Clear),
    clearInterval: clearing(world, loop, clearInterval as Clear),
    clearImmediate: clearing(world, loop, clearImmediate as Clear),
  };
}

function clearing(world: World, loop: EventLoop, host: Clear): Clear {
  return (timer) => {
    if (timer instanceof Timer || timer instanceof Immediate) timer[Symbol.dispose]();
    else if (world.isInside && typeof timer === 'number') loop.clearTimer(timer);
    else host(timer);
  };
}

/** `node:timers/promises`. */
function timerPromises(world: World, loop: EventLoop, { setTimeout, setImmediate, setInterval }: HostModule) {
  const host = { setTimeout, setImmediate, setInterval } as Record<string, (...args: unknown[]) => unknown>;
  const accept = (options: { signal?: unknown } | undefined): void => {
    if (options?.signal !== undefined) world.refuse('a timer with an AbortSignal is outside the model');
  };
  return {
    setTimeout(ms?: unknown, value?: unknown, options?: { signal?: unknown }): unknown {
      if (!world.isInside) return host['setTimeout']?.(ms, value, options);
      accept(options);
      return new Promise((resolve) => void new Timer(loop, delayOf(ms), () => resolve(value)));
    },
    setImmediate(value?: unknown, options?: { signal?: unknown }): unknown {
      if (!world.isInside) return host['setImmediate']?.(value, options);
      accept(options);
      return new Promise((resolve) => void new Immediate(loop, () => resolve(value)));
    },
    setInterval(...args: unknown[]): unknown {
      if (world.isInside) world.refuse('setInterval is outside the model: a run with it would never end');
      return host['setInterval']?.(...args);
    },
  };
}
