import { ReveilleError } from '../../core/errors.js';

interface Modules {
  readonly 'node:module': typeof import('node:module');
  readonly 'node:url': typeof import('node:url');
  readonly 'node:worker_threads': typeof import('node:worker_threads');
}

/** A module of Node's by its name, without an import that browsers would stumble over. */
export function nodeModule<Name extends keyof Modules>(name: Name): Modules[Name] {
  const module = globalThis.process?.getBuiltinModule?.(name);
  if (module === undefined) throw new ReveilleError('explore: needs Node.js 20.16 or newer');
  return module as Modules[Name];
}
