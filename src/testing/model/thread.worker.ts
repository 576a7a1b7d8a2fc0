import './real.js';
import { workerData } from 'node:worker_threads';
import { CheckedThread } from './checked-thread.js';
import { Conductor } from './conductor.js';
import { loadProgram } from './program-code.js';
import { real } from './real.js';
import { replaceHost } from './replace.js';
import { SetupFailed } from './runner.js';
import type { Start } from './start.js';
import { strategyOf } from './strategy-of.js';

// A thread of a checked program: first the model, then the program, and the library that it imports.
const start = workerData as Start;
const thread = new CheckedThread(start);
replaceHost(thread.operations);
process.setSourceMapsEnabled(true);
process.on('uncaughtException', (error) => thread.loop.fail(error));
process.on('unhandledRejection', (error) => thread.loop.fail(error));

start.main.on('message', () => {}); // keeps the thread alive until main ends it

const tell = (message: unknown): void => real.postMessage.call(start.main, message);

try {
  thread.code = await loadProgram(start);
  tell({ ready: true });
  if (start.me === 0) tell(await explore());
  else await thread.serve();
} catch (error) {
  const { name, message, stack } = error instanceof SetupFailed ? error.failure : (error as Error);
  tell({ broken: { name, message, stack } });
}

async function explore(): Promise<unknown> {
  const conductor = new Conductor(start, thread);
  try {
    return { findings: await conductor.explore(strategyOf(start.strategy)) };
  } finally {
    conductor.quit();
  }
}
