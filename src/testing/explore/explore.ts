import { randomSeed } from '../../platform/index.js';
import { controlOf, newControl } from '../model/control.js';
import type { Exploration } from './exploration.js';
import { explorationOf } from './exploration-of.js';
import { loaderFor } from './loader.js';
import { checkExploreOptions, type ExploreOptions, strategyOptions } from './options.js';
import { checkProgram, type Program } from './program.js';
import { failed, stuck } from './story.js';
import { Watch } from './watch.js';
import { Workers } from './workers.js';

/**
 * Runs a program of two to four threads under every schedule that its strategy calls for: real worker threads, the
 * modules as they are, one step at a time. A step is an atomic operation on shared memory, with the plain code up to the
 * next; whichever thread can make one may be next. JavaScript's atomics are sequentially consistent, so whatever can
 * happen to code that shares through them alone happens in one of these schedules.
 *
 * `wait`, `notify` and `waitAsync` are part of the model, and so are timers of asynchronous threads; a time limit may
 * end at any moment. Messages, threads started by threads and shared memory of WebAssembly are not: using them in a run
 * is an error. So is shared memory that was made in the middle of one.
 *
 * Corresponds to `loom::model`, `shuttle::check`.
 *
 * @param program - the module, and which of its exports are what.
 * @param options - the strategy and its limits; by default all schedules of up to two preemptions.
 * @returns what was found, when nothing failed: how many schedules were run, and whether those were all.
 * @throws ScheduleError when a schedule fails, telling the shortest found. TypeError or RangeError when an argument is
 * not as it should be, an export is missing or set-up shares what cannot be shared; what set-up throws. ReveilleError
 * when a run shows something else than the one before although it follows the same schedule.
 *
 * @example
 * ```ts
 * import { explore } from 'reveille/testing';
 * import { Parker, Unparker } from 'reveille/park';
 * import assert from 'node:assert/strict';
 * import { isMainThread } from 'node:worker_threads';
 *
 * export function* sleeper(): Generator<object, void> {
 *   const parker = new Parker({ spin: 0 });
 *   yield { memory: parker.share() };
 *   parker.park(); // a wake-up that got lost would be a deadlock
 * }
 * export const waker = ({ memory }: { memory: SharedArrayBuffer }) => Unparker.attach(memory).unpark();
 *
 * if (isMainThread) {
 *   const { complete } = await explore({ module: import.meta.url, threads: ['sleeper', 'waker'] });
 *   assert.equal(complete, true);
 * }
 * ```
 */
export async function explore(program: Program, options: ExploreOptions = {}): Promise<Exploration> {
  checkProgram(program);
  checkExploreOptions(options);
  const { afterWrites = true, looks = 3, maxSteps = 10_000 } = options;
  const module = String(program.module);
  const execArgv = loaderFor(module, options.execArgv ?? []);
  const strategy = strategyOptions(options, randomSeed);
  const control = newControl(maxSteps);
  const { setup, invariant, always, model, threads } = program;
  const points = { afterWrites, looks };
  const common = { control, maxSteps, module, threads, setup, invariant, always, model, points, strategy };

  const words = controlOf(control, maxSteps);
  using watch = new Watch(words.words, nameOf(module), options, () => stuck(program, words));
  await using _ = new Workers(common, execArgv, watch.told, watch.failed);
  const findings = await watch.findings;
  if (findings.failure !== undefined) throw failed(program, strategy, findings, findings.failure);
  return explorationOf(strategy, findings, options);
}

/** The module's file name. */
function nameOf(module: string): string {
  return module.startsWith('data:') ? 'data:' : (module.split('/').at(-1) ?? module);
}
