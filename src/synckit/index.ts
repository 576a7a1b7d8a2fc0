export { createSyncFn, startWorkerThread } from './create-sync-fn.js';
export {
  DEFAULT_EXEC_ARGV,
  DEFAULT_GLOBAL_SHIMS,
  DEFAULT_GLOBAL_SHIMS_PRESET,
  DEFAULT_TIMEOUT,
  DEFAULT_TS_RUNNER,
} from './defaults.js';
export { NoWorkerFunctionError } from './errors.js';
export { extractProperties } from './extract-properties.js';
export { runAsWorker } from './run-as-worker.js';
export { TsRunner } from './ts-runner.js';
export type { AnyFn, GlobalShim, Syncify, SynckitOptions } from './types.js';
export { isFile } from './worker-file.js';
