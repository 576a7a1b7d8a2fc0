import { ReveilleError } from '../../core/errors.js';
import { nodeModule } from './node-module.js';

/**
 * The options of Node's that a worker needs to load the module; undefined for those of this process, which Node hands on
 * by itself. For JavaScript that is all; for TypeScript, where Node does not take its types away itself (from 22.18 on it
 * does), it takes the loader `tsx`, if the module's project has it.
 *
 * Options for a program that is given as text, `--input-type` above all, no worker can be started with: then the others are
 * picked out.
 *
 * @throws ReveilleError when there is no way to load it.
 */
export function execArgsFor(module: string, given: readonly string[]): string[] | undefined {
  const extra = [...given, ...loaderFor(module, given)];
  const asTheyAre = extra.length === 0 && !process.execArgv.some((arg) => OF_TEXT.test(arg));
  return asTheyAre ? undefined : [...inherited(process.execArgv), ...extra];
}

/** Options that say that the program is text, or what it is in. */
const OF_TEXT = /^(?:--(?:input-type|experimental-default-type|eval|print)(?:=|$)|-(?:e|p|pe)$)/;

function loaderFor(module: string, given: readonly string[]): readonly string[] {
  if (!isTypeScript(module) || knowsTypeScript() || (loads(given) && !namesTsx(given))) return [];
  try {
    return ['--import', registering(module)];
  } catch (cause) {
    if (loads(process.execArgv) && !namesTsx(process.execArgv)) return []; // what it loads may be another loader
    const message =
      `program.module: this Node.js (${process.version}) loads no TypeScript, and ${module} is. Install tsx beside it, ` +
      "name another loader in options.execArgv (['--import', 'the-loader']), or give the compiled module";
    throw new ReveilleError(message, { cause });
  }
}

function namesTsx(args: readonly string[]): boolean {
  return args.some((arg) => /\btsx\b/.test(arg));
}

/** A module that registers tsx. `--import tsx` would not: it leaves worker threads alone, even those of a process that has it. */
function registering(module: string): string {
  const require = nodeModule('node:module').createRequire(module);
  const manifest = require.resolve('tsx/package.json');
  const { exports } = require(manifest) as { exports: { './esm/api': { import: { default: string } } } };
  const { href } = new URL(exports['./esm/api'].import.default, nodeModule('node:url').pathToFileURL(manifest));
  return `data:text/javascript,import { register } from ${encodeURIComponent(JSON.stringify(href))}; register()`;
}

function isTypeScript(module: string): boolean {
  return module.startsWith('file:') && /\.[cm]?tsx?$/.test(new URL(module).pathname);
}

function knowsTypeScript(): boolean {
  return Boolean((process.features as { typescript?: unknown }).typescript);
}

/** Options that load code before the program, which may be a loader. */
function loads(args: readonly string[]): boolean {
  return args.some((arg) =>
    /^(?:--(?:import|loader|require|experimental-(?:loader|strip-types))(?:=|$)|-r$)/.test(arg),
  );
}

/** Options that a worker may be given and that say how it loads modules. With any other, Node refuses to start it. */
const LOADING =
  /^(?:--(?:import|loader|require|conditions|no-warnings|disable-warning|enable-source-maps|preserve-symlinks|experimental-)|-[rC]$)/;

/** Of those, the ones whose value is the next argument, unless it follows an `=`. */
const WITH_VALUE = /^(?:--(?:import|loader|require|conditions|disable-warning|experimental-loader)|-[rC])$/;

function inherited(args: readonly string[]): string[] {
  return args.flatMap((arg, i) => {
    if (!LOADING.test(arg)) return [];
    return WITH_VALUE.test(arg) ? [arg, args[i + 1] as string] : [arg];
  });
}
