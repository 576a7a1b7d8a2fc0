import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { folder, MAIN } from './run.js';

/** Makes a terminal for a program; part of util-linux, and of every Debian. */
const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;
const skip = hasScript ? false : 'needs script of util-linux';

/** Runs the program and then `stty` on a terminal on which `keys` are pressed; it reads a file too long to wait for. */
async function onTerminal(path: string, keys: string): Promise<{ output: string; code: string | undefined }> {
  const file = join(path, 'endless');
  writeFileSync(file, '');
  truncateSync(file, 2 ** 36); // takes no room: it has one hole
  const command = `'${process.execPath}' '${MAIN}' '${file}'; echo "exit code $?"; stty -a`;
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  let output = '';
  for await (const data of child.stdout.setEncoding('utf8')) {
    output += data;
    if (output.includes('q ends early') && child.stdin.writable) child.stdin.end(keys);
  }
  output = output.replaceAll('\r', '');
  return { output, code: /exit code (\d+)/.exec(output)?.[1] };
}

for (const [key, keys, code] of [
  ['q', 'q', '0'],
  ['ctrl_c', '\x03', '130'],
] as const) {
  test(`${key}_ends_early_and_the_terminal_is_as_before`, { skip }, async (t) => {
    const { output, code: actual } = await onTerminal(folder(t), keys);
    assert.match(output, /\(not read to its end\)/);
    assert.match(output, / keyboard$/m);
    assert.equal(actual, code, output);
    assert.match(output, /[^-]icanon/);
    assert.match(output, /[^-]echo\b/);
  });
}

test('s_shows_the_executor_s_four_parts', { skip }, async (t) => {
  const { output } = await onTerminal(folder(t), 'sq');
  assert.match(output, /^task queue \d+, waiting tasks \d+, wake queue \d+, cached wakers 4$/m);
});
