import { blockOn } from 'reveille';
import { offload, pool } from 'reveille/threads';
import { failure } from './failure.js';

type Module = typeof import('./threads.module.js');
const url = new URL('./threads.module.js', import.meta.url);

export {
  badModules,
  calls,
  carried,
  closed,
  deaths,
  idle,
  mapped,
  moved,
  sideBySide,
  spawned,
} from './threads.page.js';

export function setting(): unknown[] {
  return [crossOriginIsolated, typeof SharedArrayBuffer];
}

export async function refused(): Promise<string[]> {
  using threads = pool<Module>(url, { threads: 1 });
  return [
    await failure(() => blockOn(threads.hang())),
    await failure(() => threads.share()),
    await failure(() => blockOn(threads.close())),
  ];
}

export async function cancelled(): Promise<unknown[]> {
  await using threads = pool<Module>(url, { threads: 1, grace: 20 });
  await threads.warmUp();
  const late = await failure(() => threads.with({ timeout: 20 }).listen()); // its signal ends it
  const memory = await threads.memory();
  const heedless = await failure(() => threads.with({ timeout: 20 }).loop()); // nothing but its thread's end does
  return [late, memory, heedless, await threads.add(1, 1)];
}

/** As in a worker that may have none of its own. */
export async function withoutWorkers(): Promise<string> {
  const { Worker } = globalThis;
  Reflect.deleteProperty(globalThis, 'Worker');
  try {
    using api = offload<Module>(url);
    return await failure(() => api.add(1, 1));
  } finally {
    globalThis.Worker = Worker;
  }
}

/** A page that is no secure context has no locks, which tell of a worker's end elsewhere. */
export async function withoutLocks(): Promise<unknown[]> {
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
  try {
    await using api = offload<Module>(url);
    const error = await failure(() => api.crash());
    return [error.replace(/thread \d+/, 'thread N'), await api.add(1, 1)];
  } finally {
    Reflect.deleteProperty(navigator, 'locks');
  }
}
