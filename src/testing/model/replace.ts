import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { EventLoop } from './event-loop.js';
import type { Operations } from './operations.js';
import { replaceAtomics } from './replace-atomics.js';
import { replaceClocks } from './replace-clocks.js';
import { replaceHostWork } from './replace-host-work.js';
import { replaceMemory } from './replace-memory.js';
import { replaceMessages } from './replace-messages.js';
import { replaceOutput } from './replace-output.js';
import { replaceRealms } from './replace-realms.js';
import { replaceTimers } from './replace-timers.js';
import { Waiting } from './waiting.js';

/** A module of Node's, whose exports can be replaced. */
export type HostModule = Record<string, unknown>;

/**
 * Puts the model in the place of what threads share and of what decides by chance or time, before any code of the
 * program's is loaded. Outside of set-up and body it all works as the host's.
 */
export function replaceHost(operations: Operations, loop: EventLoop): void {
  const { world, steps } = operations;
  const host = createRequire(import.meta.url) as (name: string) => HostModule;
  replaceAtomics(operations, new Waiting(operations, loop));
  replaceMemory(operations);
  replaceClocks(world, steps);
  replaceTimers(world, loop, host);
  replaceMessages(world, steps.me, host);
  replaceOutput();
  replaceHostWork(world);
  replaceRealms(host);
  syncBuiltinESMExports();
}
