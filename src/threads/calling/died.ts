import { ThreadDiedError } from '../errors.js';

/** Of something that was asked of a thread which is no more. */
export const gone = (name: string): ThreadDiedError =>
  new ThreadDiedError(`${name}: the thread that was asked has ended`);

/** What the watcher wrote of a thread's end, for one of its calls. */
export function died(report: unknown, call: unknown): unknown {
  if (report instanceof Error && report.name !== 'Error') return report;
  const { message, cause } = (report ?? {}) as { message?: string; cause?: unknown };
  return new ThreadDiedError(`${call}: ${message}`, cause === undefined ? undefined : { cause });
}
