import { ReveilleError } from '../../core/errors.js';
import { randomSeed } from '../../platform/index.js';
import { OutsideError } from '../async/errors.js';
import { RECORDER } from '../history/record.js';
import { controlOf, DETAILED, newControl, STEPS } from '../model/control.js';
import type { Findings } from '../model/findings.js';
import { execArgsFor } from './exec-args.js';
import type { Exploration } from './exploration.js';
import { explorationOf } from './exploration-of.js';
import { checkExploreOptions, type ExploreOptions, MAX_STEPS, strategyOptions } from './options.js';
import { checkProgram, type Program } from './program.js';
import { retold } from './retelling.js';
import { ScheduleError } from './schedule-error.js';
import { failed } from './story.js';
import { stuck } from './stuck.js';
import { Watch } from './watch.js';
import { type Common, Workers } from './workers.js';

/**
 * Runs a program of two to four threads under every schedule that its strategy calls for: real worker threads, the
 * modules as they are, one step at a time. A step is an atomic operation on shared memory, with the plain code up to the
 * next, and a thread's first one with the plain code before it, too; whichever thread can make one may be next.
 * JavaScript's atomics are sequentially consistent, so whatever can happen to code that shares through them alone happens
 * in one of these schedules.
 *
 * `wait`, `notify` and `waitAsync` are part of the model, and so are timers of asynchronous threads; a time limit may
 * end at any moment. Messages, threads started by threads, shared memory of WebAssembly, and shared memory that was not
 * made in set-up are not: using them in a run is an error. So is what a thread has the host do meanwhile, as with a file.
 *
 * Corresponds to `loom::model`, `shuttle::check`.
 *
 * @param program - the module, and which of its exports are what.
 * @param options - the strategy and its limits; by default all schedules of up to two preemptions.
 * @returns what was found, when nothing failed: how many schedules were run, and whether those were all.
 * @throws ScheduleError when a schedule fails, telling the shortest found. TypeError or RangeError when an argument is
 * not as it should be, an export is missing, or set-up shares, or a thread returns, what cannot be sent to a thread.
 * OutsideError when the program uses what is outside the model; NondeterminismError when a run shows something else than
 * the one before although it follows the same schedule; ReveilleError when a thread cannot be started, or ends by itself.
 * What set-up throws, and what the module throws when it is loaded: as an error of the same name and message, and of the
 * same class if that is the language's own.
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
  if (RECORDER in globalThis) throw new ReveilleError(WITHIN);
  checkProgram(program);
  checkExploreOptions(options, program.threads.length);
  if (program.always !== undefined && options.strategy === 'dpor') throw new TypeError(ALWAYS_DPOR);
  const { afterWrites = true, looks = 3, maxSteps = MAX_STEPS } = options;
  const module = String(program.module);
  const execArgv = execArgsFor(module, options.execArgv ?? []);
  const strategy = strategyOptions(options, randomSeed);
  const control = newControl(maxSteps);
  const { setup, invariant, always, model, threads } = program;
  const points = { afterWrites, looks };
  const parts = { module, threads, setup, invariant, always, model };
  const common = { ...parts, control, maxSteps, points, strategy, narrates: false };

  const findings = await findingsOf(program, options, common, execArgv).catch(async (error: unknown) => {
    const isStuck = error instanceof ScheduleError && error.kind === 'stuck' && error.schedule !== '';
    throw isStuck ? await stuckIn(program, common, execArgv, error.schedule) : error;
  });
  if (findings.failure !== undefined) throw failed(program, strategy, findings, findings.failure, options);
  if (!findings.touched && findings.runs > 0) throw new OutsideError(NOTHING_SHARED);
  if (model !== undefined && findings.runs > 0 && !findings.recorded) {
    throw new TypeError(`program.model: no thread recorded an operation, so there is nothing to hold ${model} against`);
  }
  return explorationOf(strategy, findings, options, program);
}

async function findingsOf(
  program: Program,
  options: ExploreOptions,
  common: Common,
  execArgv: string[] | undefined,
): Promise<Findings> {
  using watch = new Watch(controlOf(common.control, common.maxSteps), program, options);
  await using _ = new Workers(common, execArgv, watch.told, watch.failed);
  return await watch.findings;
}

/** The error for a schedule that got stuck, with the steps that led there. */
async function stuckIn(
  program: Program,
  { control, ...common }: Common,
  execArgv: string[] | undefined,
  schedule: string,
): Promise<Error> {
  const { maxSteps } = common;
  const again = controlOf(newControl(maxSteps), maxSteps);
  again.words[DETAILED] = 1;
  const replay: Common = { ...common, control: again.buffer, strategy: { kind: 'replay', schedule }, narrates: true };
  const stood = controlOf(control, maxSteps);
  return stuck(program, stood, await retold(replay, execArgv, again, stood.words[STEPS] as number));
}

const WITHIN =
  'explore: called by the module that is checked, when a checked thread loads it: call it only if isMainThread of ' +
  'node:worker_threads is true, or have the threads in a module of their own';

const ALWAYS_DPOR =
  'program.always: dpor leaves out orders of steps on different words, and between two such steps something may not ' +
  'hold; use depth-first, random or pct';

const NOTHING_SHARED =
  'explore: no thread made an atomic operation on shared memory that was made in set-up, so there is nothing to explore. ' +
  'What a module makes when it is loaded, each thread has for itself; and a module that was loaded before the checker ' +
  "(node --import) keeps the host's own Atomics";
