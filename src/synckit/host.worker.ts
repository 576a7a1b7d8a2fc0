/** What a worker's thread runs: it loads the module at the first call, and calls its function. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { arrival } from './arrival.js';
import { NoWorkerFunctionError } from './errors.js';
import type { Plan } from './plan.js';
import { applyShims } from './shims.js';
import type { AnyFn } from './types.js';

let plan: Plan;
let loading: Promise<AnyFn> | undefined;

/** Takes the plan. It loads nothing yet: what goes wrong there is an error of the first call. */
export function prepare(given: Plan): void {
  plan = given;
}

/** Calls the worker's function. */
export async function workerFunction(...args: readonly unknown[]): Promise<unknown> {
  loading ??= load(plan);
  const fn = await loading.catch(unlessLate);
  return await fn(...args);
}

/** The same, for arguments that were to be marked as a whole. */
export const workerFunctionWith = (args: readonly unknown[]): Promise<unknown> => workerFunction(...args);

/** A module without a function may hand one in yet, and is asked again; one that fails does so for good. */
function unlessLate(error: unknown): never {
  if (error instanceof NoWorkerFunctionError) loading = undefined;
  throw error;
}

async function load({ path, module, tsx, shims }: Plan): Promise<AnyFn> {
  process.argv[1] = path; // as if the file were the thread's own
  const beside = createRequire(path);
  if (tsx) await registerTsx(beside);
  await applyShims(shims, path);
  return await arrival(path, async () => {
    if (module) await import(pathToFileURL(path).href);
    else beside(path);
  });
}

/** Both its halves: what hooks `import` is asked by its ES module, since that of CommonJS does not find its own files. */
async function registerTsx(beside: NodeJS.Require): Promise<void> {
  const manifest = beside.resolve('tsx/package.json');
  const { exports } = beside(manifest) as { exports: { './esm/api': { import: { default: string } } } };
  const { href } = new URL(exports['./esm/api'].import.default, pathToFileURL(manifest));
  for (const half of [beside('tsx/cjs/api'), await import(href)] as { register: () => unknown }[]) half.register();
}
