import { AsyncResource, createHook } from 'node:async_hooks';

/**
 * What the host does beside the program, and will tell it when it is done: work on files, sockets, other processes, and in
 * the host's own threads. The model turns the host's loop without waiting for it, so a thread that awaits such a thing looks
 * like one that nobody will ever wake; and whether it comes before a timer is nothing that a schedule decides.
 */
export class HostResources {
  /** Those that were there before any run: ports, and what the modules opened when they were loaded. */
  readonly #known = counted(process.getActiveResourcesInfo());
  /** What the host has made since the run began, for itself or for a call that has not ended yet. */
  readonly #made: object[] = [];

  /** From now on it listens to what the host makes. */
  constructor() {
    const init = (_id: number, type: string, _trigger: number, resource: object): void => {
      if (OF_JAVASCRIPT.has(type) || resource instanceof AsyncResource) return;
      this.#made.push(resource);
      showPromise(resource);
    };
    createHook({ init }).enable();
  }

  /** A run begins. */
  reset(): void {
    this.#made.length = 0;
  }

  /** The kind of something that was begun since; undefined without one. */
  begun(): string | undefined {
    const made = this.#made.find(callsBack);
    return made === undefined ? this.#opened() : made.constructor.name;
  }

  #opened(): string | undefined {
    for (const [kind, count] of counted(process.getActiveResourcesInfo())) {
      if (!OF_JAVASCRIPT.has(kind) && count > (this.#known.get(kind) ?? 0)) return kind;
    }
    return undefined;
  }
}

/** Kinds that are no work of the host's, but turns of its loop. */
const OF_JAVASCRIPT: ReadonlySet<string> = new Set(['PROMISE', 'Timeout', 'Immediate', 'TickObject', 'Microtask']);

/**
 * Whether there is a function or a promise for the host to call when it is done. Work that is done at once, such as that of
 * `pbkdf2Sync`, has none; it looks the same in all else.
 */
function callsBack(resource: object): boolean {
  if (resource.constructor.name === 'BlobReader') return true; // it is called with one, and keeps it where nobody sees it
  return Object.entries(resource).some(
    ([key, value]) => !OF_WORK_AT_ONCE.has(key) && (typeof value === 'function' || value instanceof Promise),
  );
}

/** Functions that such work has, too: `result` makes of what `generatePrimeSync` has found what it answers. */
const OF_WORK_AT_ONCE: ReadonlySet<string> = new Set(['onerror', 'result']);

/**
 * From Node 24 on, the jobs of `crypto.subtle` have no callback: `run` answers a promise, which only the host's own code
 * keeps. The job is given it as a property, where {@link callsBack} finds it. Other jobs answer none.
 */
function showPromise(job: object): void {
  const { run } = job as { run?: unknown };
  if (typeof run !== 'function') return;
  const showing = (...args: unknown[]): unknown => {
    const promise: unknown = Reflect.apply(run, job, args);
    if (promise instanceof Promise) Object.assign(job, { promise });
    return promise;
  };
  Object.defineProperty(job, 'run', { value: showing, configurable: true, writable: true }); // and no callback itself
}

function counted(kinds: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}
