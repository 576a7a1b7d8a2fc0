import type { FUNCTIONS } from './thread-functions.js';

type Functions = typeof FUNCTIONS;
type Name = keyof Functions;

/** What a page asks of its worker. */
export interface Call {
  readonly id: number;
  readonly name: Name;
  readonly args: readonly unknown[];
}

/** What the worker answers. */
export type Answer = { readonly id: number } & ({ readonly value: unknown } | { readonly error: string });

/** A dedicated module worker that runs the functions of thread-functions.ts. Dropping it terminates the worker. */
export class RemoteThread implements Disposable {
  readonly #worker: Worker;
  readonly #calls: PromiseWithResolvers<unknown>[] = [];

  constructor(name: string) {
    this.#worker = new Worker(new URL('./thread.worker.js', import.meta.url), { type: 'module', name });
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      if ('error' in data) this.#calls[data.id]?.reject(new Error(`${name}: ${data.error}`));
      else this.#calls[data.id]?.resolve(data.value);
    };
    this.#worker.onerror = (event) => {
      for (const call of this.#calls) call.reject(new Error(`${name}: ${event.message || 'the module did not load'}`));
    };
  }

  /** Calls a function there. Ports among the arguments move to the worker. */
  call<K extends Name>(name: K, ...args: Parameters<Functions[K]>): Promise<Awaited<ReturnType<Functions[K]>>> {
    const call = Promise.withResolvers<unknown>();
    const message: Call = { id: this.#calls.push(call) - 1, name, args };
    const ports = args.filter((arg: unknown) => arg instanceof MessagePort);
    this.#worker.postMessage(message, ports);
    return call.promise as Promise<Awaited<ReturnType<Functions[K]>>>;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}
