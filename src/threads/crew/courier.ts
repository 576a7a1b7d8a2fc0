import { type Loan, loans } from '../../camp/loans.js';
import { nodeThreads, type Port } from '../../platform/index.js';
import type { Parcel, Parcels } from '../calling/parcels.js';

/**
 * Carries shared memory between a worker and the thread that owns it, by a port of their own, at the time it is sent. Otherwise
 * the one who reads it would have to ask the other one, who may loop or block by then, and not answer. And long arrays of answers.
 */
export class Courier implements Disposable {
  readonly #port: Port;
  readonly #parcels: Parcels | null;

  /** A new one for a worker, and that one's port; in browsers there is none, for nobody could look for what it brings. */
  static open(parcels: Parcels): { courier: Courier | null; memory: Port | undefined } {
    const threads = nodeThreads();
    if (threads === undefined) return { courier: null, memory: undefined };
    const { port1, port2 } = new threads.MessageChannel();
    return { courier: new Courier(port1, parcels), memory: port2 };
  }

  /** @param parcels - where this thread looks for what its worker has sent. */
  constructor(port: Port, parcels: Parcels | null = null) {
    this.#port = port;
    this.#parcels = parcels;
    parcels?.arrivals.add(this.#look);
    port.on('message', (message: Loan | Parcel) => this.#receive(message)); // so that nothing piles up
    port.unref();
    loans.couriers.add(this.#carry);
    loans.arrivals.add(this.#look);
  }

  /** Carries what was sent before there was a port. */
  catchUp(): void {
    for (const loan of loans.outstanding()) this.#carry(loan);
  }

  /** Has what this thread's answers have sent to the thread that owns it. */
  sendParcels(parcels: Parcels): void {
    parcels.send = (parcel) => this.#port.postMessage(parcel, parcel.buffers ?? []);
  }

  [Symbol.dispose](): void {
    this.#look(); // what it has sent before it ended
    this.#parcels?.arrivals.delete(this.#look);
    loans.couriers.delete(this.#carry);
    loans.arrivals.delete(this.#look);
    this.#port.close();
  }

  readonly #carry = (loan: Loan): void => this.#port.postMessage(loan);

  #receive(message: Loan | Parcel): void {
    if ('parcel' in message) this.#parcels?.receive(message);
    else loans.receive(message);
  }

  readonly #look = (): void => {
    const { receiveMessageOnPort } = nodeThreads() as NonNullable<ReturnType<typeof nodeThreads>>;
    for (let got = receiveMessageOnPort(this.#port); got !== undefined; got = receiveMessageOnPort(this.#port)) {
      this.#receive(got.message as Loan | Parcel);
    }
  };
}
