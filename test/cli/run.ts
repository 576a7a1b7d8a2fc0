import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

export const ROOT: string = fileURLToPath(new URL('../../../', import.meta.url));
export const MAIN: string = join(ROOT, 'dist/cli/main.js');

/** On a loaded machine a run takes some seconds; a hang must not look like one. */
const TIMEOUT = 120_000;

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line program to its end, without a terminal. */
export async function run(args: readonly string[], { cwd = ROOT, main = MAIN } = {}): Promise<Run> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT,
    killSignal: 'SIGKILL', // a thread that is parked answers no other
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}

/** A row of the table of tasks. */
export interface Row {
  readonly task: number;
  readonly polls: number;
  readonly wakes: number;
  readonly sleeps: number;
  /** NaN for tasks that count nothing. */
  readonly bytes: number;
  readonly words: number;
  readonly what: string;
}

/** The table of tasks, by what the task did. */
export function rowsOf(stdout: string): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const line of stdout.split('\n')) {
    const [, task, cells = '', what = ''] = /^TaskId\((\d+)\)((?:\s+[\d,]+)+)\s+(.*)$/.exec(line) ?? [];
    if (task === undefined) continue;
    const [polls = 0, wakes = 0, sleeps = 0, bytes = Number.NaN, words = Number.NaN] = cells
      .trim()
      .split(/\s+/)
      .map((cell) => Number(cell.replaceAll(',', '')));
    rows.set(what, { task: Number(task), polls, wakes, sleeps, bytes, words, what });
  }
  return rows;
}

/** How often the printed lines say that each task was woken. */
export function printedWakes(stdout: string): Map<number, number> {
  const wakes = new Map<number, number>();
  for (const [, task, times = '1'] of stdout.matchAll(/^ {2}wake task TaskId\((\d+)\)(?: x (\d+))?$/gm)) {
    wakes.set(Number(task), (wakes.get(Number(task)) ?? 0) + Number(times));
  }
  return wakes;
}

/** Counts words as the program promises to, all at once. */
export function countWords(text: string): number {
  const words = text.match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? [];
  return words.filter((word) => /[^'’]/.test(word)).length;
}

/** A folder that goes with the test. */
export function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'reveille-cli-'));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

/** Writes files into a folder; answers their paths. */
export function write(path: string, files: Readonly<Record<string, string | Uint8Array>>): string[] {
  return Object.entries(files).map(([name, content]) => {
    writeFileSync(join(path, name), content);
    return join(path, name);
  });
}
