import type { World } from './world.js';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** What the host does beside a thread, and cannot be seen to do. */
export function replaceHostWork(world: World): void {
  const refuse = (what: string): void => {
    if (world.isInside) world.refuse(`${what} is outside the model`);
  };
  for (const name of ['compile', 'instantiate', 'compileStreaming', 'instantiateStreaming']) {
    guard(WebAssembly, name, () => refuse(`WebAssembly.${name}, as all that the host does meanwhile,`));
  }
  // All ways to read from a stream come by one of these.
  for (const name of ['on', 'addListener', 'prependListener', 'read', 'resume']) {
    guard(process.stdin, name, () => refuse('process.stdin'));
  }
}

/** Has a method ask first. */
function guard(object: object, name: string, ask: () => void): void {
  const method = Reflect.get(object, name) as Method | undefined;
  if (method === undefined) return; // not in every version of Node
  const asking: Method = function (...args) {
    ask();
    return Reflect.apply(method, this, args);
  };
  Object.defineProperty(object, name, { value: asking, configurable: true, writable: true });
}
