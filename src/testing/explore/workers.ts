import type { MessagePort, Worker, WorkerOptions } from 'node:worker_threads';
import { ReveilleError } from '../../core/errors.js';
import type { Findings } from '../model/findings.js';
import type { Start } from '../model/start.js';

/** What a checked thread says to main. */
export type Told =
  | { readonly ready: true }
  | { readonly phase: string }
  | { readonly findings: Findings }
  | { readonly broken: { readonly name: string; readonly message: string; readonly stack: string } };

/** All but what each thread has of its own. */
export type Common = Omit<Start, 'me' | 'ports' | 'main'>;

/** The worker threads of one exploration; dispose to end them. */
export class Workers implements AsyncDisposable {
  readonly #workers: Worker[] = [];

  /**
   * Starts a worker for each thread.
   *
   * @param tell - told what any of them says.
   * @param failed - told when one dies.
   */
  constructor(common: Common, execArgv: readonly string[], tell: (told: Told) => void, failed: (error: Error) => void) {
    const { Worker, MessageChannel } = nodeModule('node:worker_threads');
    const ports = portsBetween(common.threads.length, MessageChannel);
    for (const [me, own] of ports.entries()) {
      const { port1, port2 } = new MessageChannel();
      port1.on('message', tell);
      const workerData: Start = { ...common, me, ports: own, main: port2 };
      const transferList = [port2, ...own.filter((port) => port !== undefined)];
      const options: WorkerOptions = { workerData, transferList, execArgv: [...process.execArgv, ...execArgv] };
      const worker = new Worker(new URL('./thread.worker.js', import.meta.url), options);
      worker.on('error', (error: unknown) => failed(asError(error)));
      worker.on('exit', (code) =>
        failed(new ReveilleError(`explore: thread ${me} ended by itself, with code ${code}`)),
      );
      this.#workers.push(worker);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** Node's modules by name, without an import that browsers would stumble over. */
export function nodeModule<Name extends 'node:worker_threads' | 'node:module'>(
  name: Name,
): Name extends 'node:module' ? typeof import('node:module') : typeof import('node:worker_threads') {
  const module = globalThis.process?.getBuiltinModule?.(name);
  if (module === undefined) throw new ReveilleError('explore: needs Node.js 20.16 or newer');
  return module as never;
}

/** A port from each thread to each other one. */
function portsBetween(
  threads: number,
  Channel: new () => { port1: MessagePort; port2: MessagePort },
): (MessagePort | undefined)[][] {
  const ports = Array.from({ length: threads }, () => new Array<MessagePort | undefined>(threads));
  for (let a = 0; a < threads; a += 1) {
    for (let b = a + 1; b < threads; b += 1) {
      const { port1, port2 } = new Channel();
      (ports[a] as (MessagePort | undefined)[])[b] = port1;
      (ports[b] as (MessagePort | undefined)[])[a] = port2;
    }
  }
  return ports;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new ReveilleError(`explore: a thread threw ${String(error)}`);
}
