import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe } from '../core/check.js';
import { ReveilleError } from '../core/errors.js';
import { DEFAULT_EXEC_ARGV, DEFAULT_GLOBAL_SHIMS, DEFAULT_GLOBAL_SHIMS_PRESET, DEFAULT_TS_RUNNER } from './defaults.js';
import type { Plan } from './plan.js';
import { checkRunner, runnerArgs, TsRunner } from './ts-runner.js';
import type { GlobalShim, SynckitOptions } from './types.js';
import { isModule, isTypeScript, sourceOf } from './worker-file.js';

/** How a worker is started, and what it loads. */
export interface Setting {
  readonly execArgv: string[];
  readonly plan: Plan;
}

/**
 * Chooses between a file and its source, and what loads it.
 *
 * @throws TypeError when there is no such runner, or a shim is none; ReveilleError when there is none and the file needs one.
 */
export function settingFor(given: string, options: SynckitOptions): Setting {
  const { execArgv = DEFAULT_EXEC_ARGV } = options;
  const shims = shimsOf(options.globalShims ?? DEFAULT_GLOBAL_SHIMS);
  const source = sourceOf(given);
  const runner = options.tsRunner ?? DEFAULT_TS_RUNNER ?? (source === undefined ? undefined : runnerFor(source));
  if (runner !== undefined) checkRunner(options.tsRunner === undefined ? 'SYNCKIT_TS_RUNNER' : 'tsRunner', runner);
  if (source === undefined || (runner === undefined && !isTypeScript(given))) {
    return { execArgv, plan: { path: given, module: true, tsx: false, shims } };
  }
  if (runner === undefined) throw new ReveilleError(missing(given));
  const module = isModule(source);
  const args = runner === TsRunner.Node ? ownArgs(source) : runnerArgs(runner, module);
  const tsx = runner === TsRunner.TSX;
  // Most hook `require` and `import` apart, and CommonJS that is imported does not come by either.
  const required = !module && (tsx || args.includes('-r'));
  return {
    execArgv: [...args, ...execArgv],
    plan: { path: source, module: !required, tsx, shims },
  };
}

function shimsOf(shims: GlobalShim[] | boolean): readonly GlobalShim[] {
  if (typeof shims === 'boolean') return shims ? DEFAULT_GLOBAL_SHIMS_PRESET : [];
  if (!Array.isArray(shims)) throw new TypeError(`globalShims: expected a boolean or a list, got ${describe(shims)}`);
  for (const [i, shim] of shims.entries()) {
    if (typeof shim?.moduleName !== 'string')
      throw new TypeError(`globalShims[${i}].moduleName: expected a string, got ${describe(shim?.moduleName)}`);
    const { globalName } = shim;
    if (globalName !== undefined && typeof globalName !== 'string')
      throw new TypeError(`globalShims[${i}].globalName: expected a string, got ${describe(globalName)}`);
  }
  return shims;
}

const STRIP_TYPES = '--experimental-strip-types';

const stripsTypes = (): boolean => Boolean((process.features as { typescript?: unknown }).typescript);

/** The runner that is there, if nobody names one. */
function runnerFor(source: string): TsRunner | undefined {
  if (process.versions['bun'] !== undefined) return TsRunner.Bun;
  if (stripsTypes() || process.allowedNodeEnvironmentFlags.has(STRIP_TYPES)) return TsRunner.Node;
  if (installed('tsx', source)) return TsRunner.TSX;
  return installed('ts-node', join(process.cwd(), 'index.js')) ? TsRunner.TsNode : undefined;
}

function installed(name: string, from: string): boolean {
  try {
    createRequire(from).resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

/** @throws ReveilleError when this Node can't. */
function ownArgs(source: string): readonly string[] {
  if (stripsTypes()) return [];
  if (process.allowedNodeEnvironmentFlags.has(STRIP_TYPES)) return [STRIP_TYPES];
  throw new ReveilleError(missing(source));
}

const missing = (path: string): string =>
  `workerPath: this Node.js (${process.version}) loads no TypeScript, and ${path} is. Install tsx, ` +
  'name another loader in options.tsRunner or SYNCKIT_TS_RUNNER, or give the compiled module';
