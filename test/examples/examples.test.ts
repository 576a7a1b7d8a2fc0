import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What each program prints, its task ids numbered from 1 in the order in which they appear; `...` is what comes before. */
const EXPECTED: Readonly<Record<string, string>> = {
  first: 'hello\n',

  'game-loop 20': `\
async_number: 42
hi
  wake task TaskId(1)
hi

yo
  wake task TaskId(1)
yo
`,

  'blocking-producer': 'received 1 to 100, together 5050 and the event loop turned meanwhile\n',

  pipeline: 'sum of the squares up to 1000: 333833500\n',

  keyboard: 'Hello, World!\n',

  'lost-wake-up 300': `\
naive:
  is the queue empty? true
  an interrupt comes
  hlt
  slept until the time limit, with 1 task in the queue: the wake-up is lost
cure:
  interrupts are off; is the queue empty? true
  an interrupt comes
  enable and hlt, in one step
  did not sleep: 1 task in the queue
`,

  'hand-made-waker': `\
clone       owners 2, rings 0
poll: pending
wake        owners 1, rings 1
poll: done
wakeByRef   owners 1, rings 2
clone       owners 2, rings 2
same task: true
drop        owners 1, rings 2
drop        owners 0, rings 2
owners left: 0
`,

  'block-on': 'primes below 1000000: 78498\n',

  'naive-queue': `...
naive complete, naive not linearizable, claimed not linearizable, stamped complete
`,

  'stopwatch 20': '...\nstop\n',

  matching: `\
Bob found Anna
Dave found Cody
left alone: Eva
`,

  'fan-out-fan-in': 'the even squares add up to 161700; 50 jobs were odd\n',

  'graceful-shutdown': `\
serve: shutting down, 8 orders are left
accept: closed; order 14 was refused
13 orders are served
`,

  timeouts: `\
slow: begins
slow: cleaned up
TimeoutError: co work awaiting sleep(60000 ms) was still pending after 10 ms
line: a line
task: begins
task: cleaned up
CancelledError
fetch: aborted
DeadlockError
`,

  'sync-formatter': `\
function wake(task) {
  if (task.queued) {
    return;
  }
  queue.push(task);
}
SyntaxError: a "}" too many: }
true
`,

  'hash-files': '...\nthe first one again, on this thread: true\n',

  'cancelled-search': `\
found one: 0000
gave up after 20 ms
Error: the user is tired of waiting
and another: true
threads that were started, at most 2: true
`,

  'parsed-records': '1000 records, together 2997\n',

  'sync-fetch': `\
200 ding
404 nothing is at /whistle
TypeError: fetch failed ECONNREFUSED
`,

  priorities: `\
ordinary: step 1 of 4
ordinary: step 2 of 4
  urgent: fire, 1
  urgent: fire, 2
  urgent: fire, 3
ordinary: step 3 of 4
ordinary: step 4 of 4
`,
};

async function run(file: string, args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'build/examples', `${file}.js`), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
    killSignal: 'SIGKILL', // a thread that blocks answers no other
  });
  const code = new Promise((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

function withPlainIds(output: string): string {
  const ids: string[] = [];
  return output.replace(/TaskId\((\d+)\)/g, (_, id) => {
    if (!ids.includes(id)) ids.push(id);
    return `TaskId(${ids.indexOf(id) + 1})`;
  });
}

/** The output as far as it is expected: its end alone, if what comes before is left open. */
function partOf(expected: string, output: string): string {
  if (!expected.startsWith('...\n')) return output;
  const lines = expected.split('\n').length - 1;
  return `...\n${output.split('\n').slice(-lines).join('\n')}`;
}

for (const [command, expected] of Object.entries(EXPECTED)) {
  const [name = '', ...args] = command.split(' ');
  test(`example_${name.replaceAll('-', '_')}`, async () => {
    const { code, stdout, stderr } = await run(name, args);
    assert.equal(stderr, '');
    assert.equal(partOf(expected, withPlainIds(stdout)), expected);
    assert.equal(code, 0);
  });
}

test('every_example_opens_with_a_sentence_and_those_that_are_programs_are_run', () => {
  const run = Object.keys(EXPECTED).map((command) => command.split(' ')[0]);
  for (const file of readdirSync(join(ROOT, 'examples')).filter((file) => file.endsWith('.ts'))) {
    const source = readFileSync(join(ROOT, 'examples', file), 'utf8');
    assert.match(source, /^\/\*\* [A-Z].*\. \*\/\n/, file);
    const isPart = file.endsWith('.worker.ts') || source.includes('\nexport ');
    assert.ok(isPart || run.includes(file.replace(/\.ts$/, '')), `${file} is not run`);
  }
});
