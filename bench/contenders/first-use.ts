import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Probe } from '../scenario.js';

const FRESH = fileURLToPath(new URL('../fresh.js', import.meta.url));
const run = promisify(execFile);

/** What a process takes to import a contender and to have its first answer, or that of so many calls, in a new process each time. */
export const firstUse = (module: string, ...calls: readonly number[]): Probe => ({
  async probe() {
    const { stdout } = await run(process.execPath, [FRESH, module, ...calls.map(String)]);
    return Number(stdout);
  },
});
