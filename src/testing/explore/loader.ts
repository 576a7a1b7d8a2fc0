import { ReveilleError } from '../../core/errors.js';
import { nodeModule } from './workers.js';

/**
 * What Node has to be told so that a worker can load the module: nothing for JavaScript; for TypeScript, where Node does
 * not take its types away itself (from 22.18 on it does), the loader `tsx`, if the module's project has it.
 *
 * @throws ReveilleError when there is no way to load it.
 */
export function loaderFor(module: string, given: readonly string[]): readonly string[] {
  const args = [...process.execArgv, ...given];
  const hasOther = loads(args) && !args.some((arg) => /\btsx\b/.test(arg));
  if (!/\.[cm]?tsx?$/.test(module) || knowsTypeScript() || hasOther) return given;
  try {
    return [...given, '--import', registering(module)];
  } catch (cause) {
    const message =
      `program.module: this Node.js (${process.version}) loads no TypeScript, and ${module} is. Install tsx beside it, ` +
      "name another loader in options.execArgv (['--import', 'the-loader']), or give the compiled module";
    throw new ReveilleError(message, { cause });
  }
}

/** A module that registers tsx. `--import tsx` would not: it leaves worker threads alone. */
function registering(module: string): string {
  const require = nodeModule('node:module').createRequire(module);
  const manifest = require.resolve('tsx/package.json');
  const { exports } = require(manifest) as { exports: { './esm/api': { import: { default: string } } } };
  const { href } = new URL(exports['./esm/api'].import.default, `file://${manifest}`);
  return `data:text/javascript,import { register } from ${encodeURIComponent(JSON.stringify(href))}; register()`;
}

function knowsTypeScript(): boolean {
  return Boolean((process.features as { typescript?: unknown }).typescript);
}

function loads(args: readonly string[]): boolean {
  return args.some((arg) =>
    /^--(?:import|loader|require|experimental-loader|experimental-strip-types)(?:=|$)/.test(arg),
  );
}
