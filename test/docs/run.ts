import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Example } from './compile.js';
import { documentedStdout, matches, matchesComment, type Printed } from './documented-output.js';

const RECORDER = new URL('./record-output.js', import.meta.url).href;
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

interface Outcome {
  readonly code: number | null;
  readonly hung: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly printed: readonly Printed[];
}

/**
 * Runs an example to its end; answers what is wrong with it, each with the file and line of the documentation.
 *
 * In a process of its own and not in a worker: an example may block its thread, exit the process, or rely on being the
 * main thread, and 60 ms a piece is not worth telling those apart.
 */
export async function problems({ fence, module, errors, documented }: Example, timeout = 30_000): Promise<string[]> {
  if (errors.length > 0 || !fence.runs) return [...errors];
  const { code, hung, stdout, stderr, printed } = await execute(`${module}.js`, documented.length > 0, timeout);
  const at = (line: number): string => `${fence.file}:${fence.line + line}`;
  if (hung) return [`${at(0)}: still running after ${timeout} ms`];
  if (code !== 0) return [`${at(0)}: exit code ${code}\n${relocated(stderr, module, at)}`];

  const found: string[] = [];
  for (const { line, text } of documented) {
    const actual = printed.filter((print) => print.line === line).map((print) => print.text);
    if (actual.length === 0) found.push(`${at(line)}: documented to print "${text}", but never ran`);
    else if (!matchesComment(text, actual.join(', '))) {
      found.push(`${at(line)}: documented to print "${text}", but printed "${actual.join(', ')}"`);
    }
  }
  const whole = documentedStdout(fence.code);
  if (whole !== undefined && !matches(whole, stdout)) {
    found.push(`${at(0)}: documented to print\n${whole}\nbut printed\n${stdout}`);
  }
  return found;
}

async function execute(file: string, records: boolean, timeout: number): Promise<Outcome> {
  const child = spawn(process.execPath, [...(records ? ['--import', RECORDER] : []), file], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout,
    killSignal: 'SIGKILL', // a thread blocked in Atomics.wait answers no other
  });
  const outputs = [child.stdio[1], child.stdio[2], child.stdio[3]].map((stream) => text(stream as Readable));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout = '', stderr = '', lines = ''] = await Promise.all(outputs);
  const printed = lines.split('\n').filter(Boolean);
  return {
    code,
    hung: child.signalCode === 'SIGKILL',
    stdout,
    stderr,
    printed: printed.map((record) => JSON.parse(record) as Printed),
  };
}

/** A stack trace with lines of the documentation in place of the generated module's. */
function relocated(stderr: string, module: string, at: (line: number) => string): string {
  const map = new SourceMap(JSON.parse(readFileSync(`${module}.js.map`, 'utf8')) as SourceMapPayload);
  const [first = '', ...parts] = stderr.replaceAll(`file://${module}.js:`, `${module}.js:`).split(`${module}.js:`);
  const placed = parts.map((part) =>
    part.replace(/^(\d+)(?::(\d+))?/, (_, line: string, column = '1') => {
      const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
      return at('originalLine' in entry ? entry.originalLine + 1 : 0);
    }),
  );
  return first + placed.join('');
}
