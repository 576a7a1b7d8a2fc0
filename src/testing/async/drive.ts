import { PollError } from '../../core/errors.js';
import { macrotask } from '../../platform/index.js';
import type { TestRuntime } from './test-runtime.js';

/** Two drives at a time would have their microtasks in common, and neither would be the same again. */
let driving = false;
/** Whose program has begun already, and will be driven. */
let claimed: TestRuntime | undefined;

/** Keeps the thread for an executor until the answer is disposed, if it is free. */
export function claim(runtime: TestRuntime): Disposable {
  if (driving || claimed !== undefined) return { [Symbol.dispose]() {} };
  claimed = runtime;
  return {
    [Symbol.dispose]() {
      claimed = undefined;
    },
  };
}

/**
 * Drives an executor and the promises of this thread until it is over. The host's microtasks run to their end
 * before anything is concluded from an executor that has nothing to do; whether they also run between two polls, as they
 * may or may not on an event loop, is one more choice.
 *
 * A turn of the host's event loop is what tells that no microtask is left. That takes some microseconds, where counting
 * `await`s would be a guess.
 *
 * @param verb - who drives, for errors.
 * @param start - called when this thread is taken over; answers what tells whether it is over.
 * @param rest - what to do when nothing can run.
 */
export async function drive(
  runtime: TestRuntime,
  verb: string,
  start: () => () => boolean,
  rest = (): void => runtime.rest(),
): Promise<void> {
  if (driving || (claimed !== undefined && claimed !== runtime)) {
    throw new PollError(`${verb}: another TestExecutor drives this thread; await the end of that first`);
  }
  driving = true;
  runtime.eventLoop = true;
  using _ = runtime.takeOver();
  try {
    const isOver = start();
    for (;;) {
      await turnOfTheHost();
      if (isOver()) return;
      if (!runtime.hasWork()) rest();
      do runtime.round();
      while (runtime.hasWork() && runtime.choices.flip());
    }
  } finally {
    runtime.eventLoop = false;
    driving = false;
  }
}

function turnOfTheHost(): Promise<void> {
  return new Promise((resolve) => macrotask(resolve));
}
