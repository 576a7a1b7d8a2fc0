import type { Context, CreateContextOptions, RunningScriptInNewContextOptions, Script } from 'node:vm';
import type { HostModule } from './replace.js';

/** What is replaced of `node:vm`. */
interface Vm {
  createContext(object?: Context, options?: CreateContextOptions): Context;
  runInContext(code: string, context: Context): unknown;
  readonly Script: { readonly prototype: Script };
}

/**
 * Gives each realm that the program makes the model's `Atomics`. Its own would be the host's, and work on the same memory.
 * To be called when this realm has the model's.
 */
export function replaceRealms(host: (name: string) => HostModule): void {
  const vm = host('node:vm') as unknown as Vm;
  const model = Object.entries(Object.getOwnPropertyDescriptors(Atomics));
  const { createContext } = vm;
  vm.createContext = (object, options) => {
    const context = createContext(object, options);
    const atomics = vm.runInContext('globalThis.Atomics', context);
    // unless what the context was made of hides it
    if (Object.prototype.toString.call(atomics) !== '[object Atomics]') return context;
    for (const [name, { value }] of model) {
      if (typeof value === 'function') Object.defineProperty(atomics, name, { value });
    }
    return context;
  };
  const { prototype } = vm.Script; // vm.runInNewContext goes this way, too
  prototype.runInNewContext = function (this: Script, object?: Context, options?: RunningScriptInNewContextOptions) {
    return this.runInContext(vm.createContext(object, contextOptions(options)), options);
  };
}

function contextOptions(options: RunningScriptInNewContextOptions = {}): CreateContextOptions {
  const { contextName: name, contextOrigin: origin, contextCodeGeneration: codeGeneration, microtaskMode } = options;
  return Object.fromEntries(
    Object.entries({ name, origin, codeGeneration, microtaskMode }).filter(([, value]) => value !== undefined),
  );
}
