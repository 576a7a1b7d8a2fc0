/** Runs a part of the suite Promises/A+ against one of the adapters, and says how it went. */
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Adapter } from './adapter.js';
import { awaitElsewhere } from './await-elsewhere.js';
import { awaitHere } from './await-here.js';
import { wrappedElsewhere, wrappedHere } from './wrapped.js';

export interface Part {
  readonly adapter: keyof typeof adapters;
  readonly part: number;
  readonly parts: number;
}

export interface Outcome {
  readonly passed: number;
  readonly failed: string[];
}

interface Test {
  fullTitle(): string;
}

/** What Mocha shows of itself to a reporter. */
interface Suite {
  tests: Test[];
  readonly suites: Suite[];
}

interface Runner {
  readonly suite: Suite;
  on(event: 'pass', heard: () => void): void;
  on(event: 'fail', heard: (test: Test, error: unknown) => void): void;
}

type Options = { timeout: number; reporter: (runner: Runner) => void };

const adapters = { awaitHere, awaitElsewhere, wrappedHere, wrappedElsewhere };
const { adapter, part, parts } = workerData as Part;
const run = createRequire(import.meta.url)('promises-aplus-tests') as (
  adapter: Adapter,
  options: Options,
  done: () => void,
) => void;

let passed = 0;
let seen = 0;
const failed: string[] = [];

/** Most of the suite is waiting, so it is dealt out to threads, each of which has every so many-th of its cases. */
function deal(suite: Suite): void {
  suite.tests = suite.tests.filter(() => seen++ % parts === part);
  for (const inner of suite.suites) deal(inner);
}

function reporter(runner: Runner): void {
  deal(runner.suite);
  runner.on('pass', () => {
    passed += 1;
  });
  runner.on('fail', (test, error) => failed.push(`${test.fullTitle()}: ${error}`));
}

process.on('unhandledRejection', () => {}); // the suite leaves many
run(adapters[adapter](), { timeout: 20_000, reporter }, () => {
  parentPort?.postMessage({ passed, failed } satisfies Outcome);
});
