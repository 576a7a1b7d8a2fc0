import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { GlobalShim } from './types.js';

const globals = globalThis as Record<string, unknown>;

/** Sets this thread's globals, by modules as seen from the file `path`. */
export async function applyShims(shims: readonly GlobalShim[], path: string): Promise<void> {
  for (const shim of shims) {
    const module = locate(shim.moduleName, path);
    if (module !== undefined) await apply(shim, module);
  }
}

/** What to import; undefined when it is not installed. */
function locate(name: string, path: string): string | undefined {
  if (URL.canParse(name)) return name; // file: and node:
  try {
    return pathToFileURL(createRequire(path).resolve(name)).href;
  } catch {
    return undefined;
  }
}

async function apply({ globalName, named, conditional = true }: GlobalShim, module: string): Promise<void> {
  const exported = (await import(module)) as Record<string, unknown>;
  if (globalName === undefined || (conditional && globals[globalName])) return;
  globals[globalName] = named === null ? exported : exported[named || 'default'];
}
