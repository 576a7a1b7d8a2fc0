/**
 * Loaded before each example that documents its output: `documentedLog(line)` logs, and also tells the test runner, on
 * file descriptor 3, what was printed. Written synchronously, since the example may block or exit right afterwards.
 */
import { writeSync } from 'node:fs';
import { format } from 'node:util';
import type { Printed } from './documented-output.js';

const PIPE = 3;

Object.assign(globalThis, {
  documentedLog:
    (line: number) =>
    (...args: unknown[]): void => {
      const printed: Printed = { line, text: format(...args) };
      writeSync(PIPE, `${JSON.stringify(printed)}\n`);
      console.log(...args);
    },
});
