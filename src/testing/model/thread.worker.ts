import './real.js';
import { workerData } from 'node:worker_threads';
import { CheckedThread } from './checked-thread.js';
import { Conductor } from './conductor.js';
import { MainLine } from './main-line.js';
import { loadProgram } from './program-code.js';
import { replaceHost } from './replace.js';
import type { Start } from './start.js';
import { strategyOf } from './strategy-of.js';

const FROZEN =
  'the built-in objects are frozen, and cannot be replaced by the model: run without --frozen-intrinsics (in NODE_OPTIONS, too)';

// A thread of a checked program: first the model, then the program, and the library that it imports.
const start = workerData as Start;
const line = new MainLine(start.main);
const thread = new CheckedThread(start, line);
// Node 20 freezes both; from 22 on, Atomics are left as they are.
if (Object.isFrozen(Atomics) || Object.isFrozen(SharedArrayBuffer.prototype)) line.refuse(FROZEN);
replaceHost(thread.operations, thread.loop);
process.setSourceMapsEnabled(true);
process.on('uncaughtException', (error) => thread.uncaught(error));
process.on('unhandledRejection', (error) => thread.uncaught(error));

start.main.on('message', () => {}); // keeps the thread alive until main ends it

try {
  thread.code = await loadProgram(start);
  await thread.breathe();
  line.tell({ ready: start.me });
  if (start.me === 0) line.tell({ findings: await explore() });
  else await thread.serve();
} catch (error) {
  line.halt(error);
}

async function explore(): Promise<unknown> {
  const conductor = new Conductor(start, thread);
  const findings = await conductor.explore(strategyOf(start.strategy));
  conductor.quit();
  return findings;
}
