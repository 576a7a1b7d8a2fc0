import { checkOptions, describe } from '../../core/check.js';
import { MOST_THREADS } from '../strategy/plan.js';

/**
 * What {@link explore} checks: a module, and which of its exports are what.
 *
 * Each thread runs in a worker of its own, which loads the module as it stands. Set-up is not part of the check: nobody
 * else runs meanwhile. All shared memory must be made there, so that each run can begin with the same.
 *
 * A thread is a function of what set-up answered. One that owns something which cannot be sent, such as a `Parker` or an
 * `Executor`, is a generator function: it is called with what is shared so far, by set-up and the threads before it; what
 * stands before its one `yield` is its own set-up, it yields an object of what it shares, and gets back what all threads
 * share together. That set-up is run before each run, and once more before the first: to see what memory the module keeps.
 * A thread may be asynchronous (an async function, or an async generator function): its event loop is then part of the
 * model, until its promise is settled.
 *
 * Corresponds to the closure that `loom::model` and `shuttle::check` are given.
 *
 * @example
 * ```ts
 * import { explore, type Program } from 'reveille/testing';
 * import assert from 'node:assert/strict';
 * import { isMainThread } from 'node:worker_threads';
 *
 * export const setup = () => new Int32Array(new SharedArrayBuffer(4));
 * export const one = (count: Int32Array) => void Atomics.add(count, 0, 1);
 * export const two = one;
 * export const invariant = (count: Int32Array) => assert.equal(count[0], 2);
 *
 * const program: Program = { module: import.meta.url, setup: 'setup', threads: ['one', 'two'], invariant: 'invariant' };
 * if (isMainThread) assert.equal((await explore(program)).complete, true);
 * ```
 */
export interface Program {
  /** The module's URL; `import.meta.url` for the file that asks. */
  readonly module: URL | string;
  /** The exports that the threads run, two to four. The same one may stand there twice. */
  readonly threads: readonly string[];
  /** The export that makes what the threads share: plain data, shared memory and views of it. May be asynchronous. */
  readonly setup?: string;
  /**
   * The export that throws when a run ended as it must not. It is given what was shared, and what each thread returned,
   * in their order. It may read shared memory, and not change it or wait on it.
   */
  readonly invariant?: string;
  /** The export that throws when, after any step of any thread, something does not hold that always must. It may only read. */
  readonly always?: string;
  /**
   * The export that makes a sequential {@link Model}; the operations that threads `record` must look as if they had been
   * done on it one after the other.
   */
  readonly model?: string;
}

/** @throws TypeError or RangeError naming the field of `program` that is wrong. */
export function checkProgram(program: Program): void {
  checkOptions('program', program, ['module', 'threads', 'setup', 'invariant', 'always', 'model']);
  checkModule(program.module);
  const { threads } = program;
  if (!Array.isArray(threads)) throw new TypeError(`program.threads: expected an array, got ${describe(threads)}`);
  if (threads.length < 2 || threads.length > MOST_THREADS) {
    throw new RangeError(`program.threads: expected 2 to ${MOST_THREADS} threads, got ${threads.length}`);
  }
  for (const [i, name] of threads.entries()) checkName(`program.threads[${i}]`, name);
  for (const field of ['setup', 'invariant', 'always', 'model'] as const) {
    if (program[field] !== undefined) checkName(`program.${field}`, program[field]);
  }
}

function checkModule(module: URL | string): void {
  const url = String(module);
  if (!(module instanceof URL) && typeof module !== 'string') {
    throw new TypeError(`program.module: expected a URL, got ${describe(module)}`);
  }
  if (!/^(?:file|data|node):/.test(url)) {
    throw new TypeError(
      `program.module: expected a file's URL, such as new URL('./x.js', import.meta.url), got ${url}`,
    );
  }
}

function checkName(field: string, name: unknown): void {
  if (typeof name !== 'string') throw new TypeError(`${field}: expected an export's name, got ${describe(name)}`);
}
