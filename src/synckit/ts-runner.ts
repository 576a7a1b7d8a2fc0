/**
 * What can load a worker that is written in TypeScript, by synckit's names.
 *
 * - `node`: Node itself, from 22.6 on.
 * - `bun`: Bun itself.
 * - the others: packages, which the project must have.
 *
 * @example
 * ```ts
 * import { TsRunner } from 'reveille/synckit';
 *
 * console.log(TsRunner.TSX); // tsx
 * ```
 */
export const TsRunner = {
  Node: 'node',
  Bun: 'bun',
  TsNode: 'ts-node',
  EsbuildRegister: 'esbuild-register',
  EsbuildRunner: 'esbuild-runner',
  OXC: 'oxc',
  SWC: 'swc',
  TSX: 'tsx',
} as const;

export type TsRunner = (typeof TsRunner)[keyof typeof TsRunner];

/** Node's options by which a runner takes part, for workers that are CommonJS and for ES modules. */
interface Loading {
  readonly commonJs: readonly string[];
  readonly module: readonly string[];
}

const always = (...args: string[]): Loading => ({ commonJs: args, module: args });

/** `tsx` stays out of worker threads when it is a process's option; the worker calls it by its functions. */
const LOADING: { readonly [R in TsRunner]: Loading } = {
  node: always(),
  bun: always(),
  tsx: always(),
  'ts-node': { commonJs: ['-r', 'ts-node/register'], module: ['--loader', 'ts-node/esm'] },
  'esbuild-register': { commonJs: ['-r', 'esbuild-register'], module: ['--loader', 'esbuild-register/loader'] },
  'esbuild-runner': always('-r', 'esbuild-runner/register'),
  oxc: always('--import', '@oxc-node/core/register'),
  swc: { commonJs: ['-r', '@swc-node/register'], module: ['--import', '@swc-node/register/esm-register'] },
};

/** @throws TypeError that names the option, or the variable, when there is no such runner. */
export function checkRunner(name: string, runner: unknown): void {
  if (typeof runner !== 'string' || !Object.hasOwn(LOADING, runner)) {
    throw new TypeError(`${name}: expected one of ${Object.keys(LOADING).join(', ')}, got ${String(runner)}`);
  }
}

/** The options for a worker in TypeScript. */
export function runnerArgs(runner: TsRunner, module: boolean): readonly string[] {
  return LOADING[runner][module ? 'module' : 'commonJs'];
}
