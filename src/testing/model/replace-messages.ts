import { MessagePort } from 'node:worker_threads';
import type { HostModule } from './replace.js';
import type { World } from './world.js';

/** Messages between threads, and threads of threads, have no place in a schedule: better no verdict than a wrong one. */
export function replaceMessages(world: World, me: number, host: (name: string) => HostModule): void {
  const refuse = (what: string): void => {
    if (world.isInside) world.refuse(`${what} is outside the model; threads share memory that was made in set-up`);
  };
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (this: MessagePort, ...args: unknown[]) {
    refuse('postMessage');
    return Reflect.apply(postMessage, this, args);
  };
  const threads = host('node:worker_threads');
  for (const name of ['Worker', 'BroadcastChannel', 'MessageChannel', 'receiveMessageOnPort', 'postMessageToThread']) {
    if (threads[name] === undefined) continue; // not in every version of Node
    threads[name] = guarded(threads[name] as object, () => refuse(name));
    if (name in globalThis) Reflect.set(globalThis, name, threads[name]);
  }
  // A program sees the same thread in every exploration, and nothing of what the checker was started with.
  Object.assign(threads, { threadId: me + 1, workerData: null });
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, args: [WebAssembly.MemoryDescriptor], newTarget) {
      if (args[0]?.shared === true) refuse('shared memory of WebAssembly');
      return Reflect.construct(target, args, newTarget);
    },
  });
}

/** The same class or function, which asks first. */
function guarded<T extends object>(target: T, ask: () => void): T {
  return new Proxy(target, {
    apply(target, self, args) {
      ask();
      return Reflect.apply(target as never, self, args);
    },
    construct(target, args, newTarget) {
      ask();
      return Reflect.construct(target as never, args, newTarget);
    },
  });
}
