/**
 * What an observer is told. Ids are task ids; times are milliseconds.
 *
 * @example
 * ```ts
 * import { Executor, yieldNow } from 'reveille';
 * import { observe } from 'reveille/trace';
 * import assert from 'node:assert/strict';
 *
 * let polls = 0;
 * {
 *   using _ = observe({ poll: () => { polls += 1; } });
 *   new Executor().runUntil(yieldNow());
 * }
 * assert.equal(polls, 2);
 * ```
 */
export interface Observer {
  /** A task was spawned. */
  spawn?(id: number, name: string): void;
  /** A waker of the task was used, here or on another thread, and the task was not queued yet. */
  wake?(id: number): void;
  /** The task is about to be polled. */
  poll?(id: number): void;
  /** The task answered, failed or was aborted. */
  end?(id: number): void;
  /** The executor has nothing to do and is about to sleep, for `timeout` milliseconds at most. */
  sleep?(timeout: number): void;
  /** It goes on, whether it had to sleep or not. */
  awake?(): void;
}

/**
 * The observer in charge. `hooks.on !== undefined` on a constant object folds away in optimised code as long as nobody
 * ever observed; a callback in a `let` would cost something at each site.
 */
export const hooks: { on: Observer | undefined } = { on: undefined };

/**
 * Tells `observer` what executors on this thread do, until the answer is disposed. One observer at a time: a second one
 * takes over until it is disposed in turn.
 *
 * Corresponds to a `tracing` subscriber on tokio's task events.
 *
 * @returns a disposable that restores the former observer.
 *
 * @example
 * ```ts
 * import { Executor, ready } from 'reveille';
 * import { observe } from 'reveille/trace';
 *
 * using _ = observe({ end: (id) => console.log(typeof id) });
 * new Executor().runUntil(ready(1)); // prints: number
 * ```
 */
export function observe(observer: Observer): Disposable {
  const observation: Observation = { observer, former: latest, over: false };
  latest = observation;
  hooks.on = observer;
  return {
    [Symbol.dispose]() {
      observation.over = true;
      while (latest?.over === true) latest = latest.former; // the latest that is not over, in whatever order they end
      hooks.on = latest?.observer;
    },
  };
}

interface Observation {
  readonly observer: Observer;
  /** The one that it took over from. */
  readonly former: Observation | undefined;
  over: boolean;
}

let latest: Observation | undefined;
