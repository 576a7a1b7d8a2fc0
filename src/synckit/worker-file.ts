import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Endings, and what TypeScript's compiler makes them of. */
const SOURCES: Readonly<Record<string, string>> = { '': '.ts', '.js': '.ts', '.mjs': '.mts', '.cjs': '.cts' };
const TYPESCRIPT = /\.[cm]?ts$/;
const PACKAGE = /[/\\]node_modules[/\\]/;

/**
 * Whether there is such a file.
 *
 * @param path - the file's path.
 * @returns false also for a folder, and where one must not look.
 *
 * @example
 * ```ts
 * import { isFile } from 'reveille/synckit';
 *
 * console.log(isFile('/no/such/file')); // false
 * ```
 */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/**
 * The path that `createSyncFn` was given.
 *
 * @throws TypeError when it is neither a path nor a `file:` URL, or not absolute.
 */
export function absolutePath(given: URL | string): string {
  if (typeof given !== 'string' && !(given instanceof URL)) {
    throw new TypeError(`workerPath: expected a path or a file URL, got ${typeof given}`);
  }
  const path = typeof given === 'string' && isAbsolute(given) ? given : pathOf(given);
  if (path.includes('\0')) throw new TypeError(`workerPath: no path has a NUL in it, got ${JSON.stringify(path)}`);
  return path;
}

function pathOf(given: URL | string): string {
  if (!URL.canParse(given) || new URL(given).protocol !== 'file:') {
    throw new TypeError(`workerPath: must be absolute (a path, or a file URL), got ${String(given)}`);
  }
  try {
    return fileURLToPath(given);
  } catch (cause) {
    throw new TypeError(`workerPath: this URL names no file here: ${String(given)}`, { cause }); // another host, or %2F
  }
}

/** The source that stands beside a compiled file: it is what a project under development means. None inside of packages. */
export function sourceOf(path: string): string | undefined {
  if (isTypeScript(path)) return path;
  const ending = extname(path);
  const source = SOURCES[ending];
  if (source === undefined || PACKAGE.test(path)) return undefined;
  const file = path.slice(0, path.length - ending.length) + source;
  return isFile(file) ? file : undefined;
}

export const isTypeScript = (path: string): boolean => TYPESCRIPT.test(path);

/** Whether the file is an ES module, by its ending or by the package it belongs to. */
export function isModule(path: string): boolean {
  const ending = extname(path);
  if (ending.startsWith('.m')) return true;
  return !ending.startsWith('.c') && packageType(dirname(path)) === 'module';
}

function packageType(folder: string): unknown {
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest)) return (JSON.parse(readFileSync(manifest, 'utf8')) as { type?: unknown }).type;
  const parent = dirname(folder);
  return parent === folder ? undefined : packageType(parent);
}
