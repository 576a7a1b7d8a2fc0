import type { MessagePort, Worker, WorkerOptions } from 'node:worker_threads';
import { ReveilleError } from '../../core/errors.js';
import type { Findings } from '../model/findings.js';
import type { ToldError } from '../model/main-line.js';
import type { Detail, Start } from '../model/start.js';
import { nodeModule } from './node-module.js';

/** What a checked thread says to main. */
export type Told =
  | { readonly ready: number }
  | { readonly phase: string }
  | { readonly detail: Detail }
  | { readonly findings: Findings }
  | { readonly endless: number }
  | { readonly broken: ToldError };

/** All but what each thread has of its own. */
export type Common = Omit<Start, 'me' | 'ports' | 'main'>;

/** The worker threads of one exploration; dispose to end them. */
export class Workers implements AsyncDisposable {
  readonly #workers: Worker[] = [];
  readonly #lines: MessagePort[] = [];
  readonly #common: Common;
  readonly #execArgv: string[] | undefined;
  readonly #tell: (told: Told) => void;
  readonly #failed: (error: Error) => void;

  /**
   * Starts a worker for each thread.
   *
   * @param tell - told what any of them says.
   * @param failed - told when one dies, or cannot be started.
   */
  constructor(
    common: Common,
    execArgv: string[] | undefined,
    tell: (told: Told) => void,
    failed: (error: Error) => void,
  ) {
    this.#common = common;
    this.#execArgv = execArgv;
    this.#tell = tell;
    this.#failed = failed;
    try {
      for (const [me, ports] of portsBetween(common.threads.length).entries()) this.#start(me, ports);
    } catch (error) {
      failed(asError(error)); // those that were started are ended as always
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ended();
    for (const line of this.#lines) line.close(); // one whose other end was never sent off closes by no worker's end
  }

  /**
   * Ends the workers. One whose microtask has thrown takes no notice while it waits for its turn: main must neither wait for
   * it for ever nor live for its sake.
   */
  async #ended(): Promise<void> {
    for (const worker of this.#workers) worker.unref();
    const ended = Promise.all(this.#workers.map((worker) => worker.terminate()));
    let alarm: ReturnType<typeof setInterval> | undefined;
    const late = new Promise<void>((resolve) => {
      alarm = setInterval(resolve, PATIENCE);
    });
    await Promise.race([ended, late]);
    clearInterval(alarm);
  }

  #start(me: number, ports: (MessagePort | undefined)[]): void {
    const { Worker, MessageChannel } = nodeModule('node:worker_threads');
    const { port1, port2 } = new MessageChannel();
    port1.on('message', this.#tell);
    this.#lines.push(port1);
    const workerData: Start = { ...this.#common, me, ports, main: port2 };
    const transferList = [port2, ...ports.filter((port) => port !== undefined)];
    const execArgv = this.#execArgv;
    const options: WorkerOptions = { workerData, transferList, ...(execArgv === undefined ? {} : { execArgv }) };
    const worker = new Worker(new URL('./thread.worker.js', import.meta.url), options);
    worker.on('error', (error: unknown) => this.#failed(asError(error)));
    const name = this.#common.threads[me];
    worker.on('exit', (code) =>
      this.#failed(new ReveilleError(`explore: the thread of ${name} ended by itself, with code ${code}`)),
    );
    this.#workers.push(worker);
  }
}

/** Milliseconds; workers end within some twenty. */
const PATIENCE = 2_000;

/** A port from each thread to each other one. */
function portsBetween(threads: number): (MessagePort | undefined)[][] {
  const { MessageChannel } = nodeModule('node:worker_threads');
  const ports = Array.from({ length: threads }, () => new Array<MessagePort | undefined>(threads));
  for (let a = 0; a < threads; a += 1) {
    for (let b = a + 1; b < threads; b += 1) {
      const { port1, port2 } = new MessageChannel();
      (ports[a] as (MessagePort | undefined)[])[b] = port1;
      (ports[b] as (MessagePort | undefined)[])[a] = port2;
    }
  }
  return ports;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new ReveilleError(`explore: a thread threw ${String(error)}`);
}
