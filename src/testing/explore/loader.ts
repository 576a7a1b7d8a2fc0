import { ReveilleError } from '../../core/errors.js';
import { nodeModule } from './workers.js';

/**
 * What Node has to be told so that a worker can load the module: nothing for JavaScript; for TypeScript, where Node does
 * not take its types away itself (from 22.18 on it does), the loader `tsx`, if the module's project has it.
 *
 * @throws ReveilleError when there is no way to load it.
 */
export function loaderFor(module: string, given: readonly string[]): readonly string[] {
  if (!/\.[cm]?tsx?$/.test(module) || knowsTypeScript() || loads(given) || loads(process.execArgv)) return given;
  try {
    const tsx = nodeModule('node:module').createRequire(module).resolve('tsx');
    const { href } = new URL(`file://${tsx}`);
    return [...given, '--import', href];
  } catch (cause) {
    const message =
      `program.module: this Node.js (${process.version}) loads no TypeScript, and ${module} is. Install tsx beside it, ` +
      "name another loader in options.execArgv (['--import', 'the-loader']), or give the compiled module";
    throw new ReveilleError(message, { cause });
  }
}

function knowsTypeScript(): boolean {
  return Boolean((process.features as { typescript?: unknown }).typescript);
}

function loads(args: readonly string[]): boolean {
  return args.some((arg) =>
    /^--(?:import|loader|require|experimental-loader|experimental-strip-types)(?:=|$)/.test(arg),
  );
}
