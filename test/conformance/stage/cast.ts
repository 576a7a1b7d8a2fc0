import { Worker } from 'node:worker_threads';
import type { Stage } from '../table/row.js';
import type { Variant } from '../table/variant.js';

/** What a thread of the cast is told. */
export interface Orders {
  readonly suite: string;
  readonly elder: string;
  readonly variant: Variant;
  readonly roles: readonly number[];
  readonly parcels: readonly unknown[];
  readonly steps: Int32Array;
}

/** What it says when it is through. */
export type Outcome = { readonly answers: unknown[] } | { readonly failed: string };

/** After this a thread is taken to be stuck, milliseconds. */
const PATIENCE = 90_000;

/** Threads that all cases share, since to start one takes longer than most cases. */
export class Cast implements AsyncDisposable {
  readonly #workers: Worker[] = [];

  /** The stage of a case: its threads know it by suite and elder. */
  stage(suite: string, elder: string): Stage {
    return {
      act: (index, variant, roles, parcels, steps) =>
        this.#act(index, { suite, elder, variant, roles, parcels, steps }),
    };
  }

  #act(index: number, orders: Orders): Promise<unknown[]> {
    this.#workers[index] ??= new Worker(new URL('./player.worker.js', import.meta.url));
    const worker = this.#workers[index];
    return new Promise((resolve, reject) => {
      const stuck = setTimeout(() => settle(() => reject(new Error(`thread ${index} is stuck`))), PATIENCE);
      const heard = (outcome: Outcome): void =>
        settle(() => ('answers' in outcome ? resolve(outcome.answers) : reject(new Error(outcome.failed))));
      const failed = (error: unknown): void => settle(() => reject(error));
      const ended = (): void => settle(() => reject(new Error(`thread ${index} has ended`)));
      const settle = (how: () => void): void => {
        clearTimeout(stuck);
        worker.off('message', heard).off('error', failed).off('exit', ended);
        how();
      };
      worker.on('message', heard).on('error', failed).on('exit', ended).postMessage(orders);
    });
  }

  /** After a failure the threads may be anywhere: others take their places. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.splice(0).map((worker) => worker?.terminate()));
  }
}
