/** What became of a thread, as the watcher tells it. */
export interface Ending {
  /** Which of the crew's it was. */
  readonly id: number;
  /** Whether it ever came to take calls. */
  readonly wasReady: boolean;
  /** What went wrong, in words. */
  readonly message: string;
  /** The error that was not caught, if that was it. */
  readonly cause?: unknown;
}

/** What a thread tells the watcher of itself, over its lifeline: a port that closes when the thread ends, however it does. */
export interface Word {
  readonly seat?: number;
  readonly ready?: true;
  readonly exit?: { readonly code: number; readonly error?: unknown };
}

/** How it ended: by its last word, or without one. */
export function endingOf(id: number, name: string, thread: number, wasReady: boolean, last: Word['exit']): Ending {
  const who = `thread ${thread} of ${name}`;
  if (last === undefined) {
    // Nobody but this library has its Worker, to terminate it.
    const why = wasReady ? 'it ran out of memory' : 'it could not be started, or ran out of memory';
    return { id, wasReady, message: `${who} ended without a word: ${why}` };
  }
  const { code, error } = last;
  if (error === undefined) return { id, wasReady, message: `${who} ended itself: process.exit(${code})` };
  const { name: kind = 'Error', message = String(error) } = (error ?? {}) as Partial<Error>;
  return { id, wasReady, message: `${who} ended by an uncaught error: ${kind}: ${message}`, cause: error };
}
