import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rustVersion } from './rust.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGES = [
  'effect',
  'denque',
  '@thi.ng/csp',
  'async-channel',
  'js-csp',
  'medium',
  'synckit',
  'make-synchronous',
  'piscina',
  'tinypool',
  'workerpool',
  'poolifier',
  'comlink',
  'esbuild',
  'typescript',
] as const;

/** Everything that a figure depends on, besides the code that it measures. */
export interface Environment {
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly system: string;
    /** How many threads wanted a core in the last minute. More than none, before a run, blurs its figures. */
    readonly load: number;
  };
  /** `null`: not installed. */
  readonly versions: Readonly<Record<string, string | null>>;
  /** `null` outside of a checkout. */
  readonly commit: string | null;
  /** Whether files differed from that commit. */
  readonly modified: boolean;
}

export async function environment(): Promise<Environment> {
  const changes = await git('status', '--porcelain');
  return {
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memoryBytes: totalmem(),
      system: `${platform()} ${release()} ${arch()}`,
      load: loadavg()[0] ?? 0,
    },
    versions: await versions(),
    commit: (await git('rev-parse', 'HEAD')) ?? null,
    modified: changes !== undefined && changes !== '',
  };
}

/** One line for people. */
export function describeEnvironment({ machine, versions, commit, modified }: Environment): string {
  const memory = `${(machine.memoryBytes / 2 ** 30).toFixed(1)} GiB`;
  const tools = `Node ${versions['node']}, V8 ${versions['v8']}, ${versions['rustc'] ?? 'no rustc'}`;
  const source = commit === null ? 'no commit' : commit.slice(0, 10) + (modified ? ', modified' : '');
  return `${machine.cpu}, ${machine.cores} cores, ${memory}, ${machine.system}, load ${machine.load.toFixed(1)}; ${tools}; ${source}`;
}

async function versions(): Promise<Record<string, string | null>> {
  const require = createRequire(import.meta.url);
  const read = (path: string): string => (require(path) as { version: string }).version;
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    rustc: (await rustVersion()) ?? null,
    reveille: read('../../package.json'),
    ...Object.fromEntries(PACKAGES.map((name) => [name, read(`../../node_modules/${name}/package.json`)])),
  };
}

async function git(...args: string[]): Promise<string | undefined> {
  try {
    return (await promisify(execFile)('git', args, { cwd: ROOT })).stdout.trim();
  } catch {
    return undefined;
  }
}
