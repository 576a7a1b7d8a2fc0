import { type Loan, loans } from '../../camp/loans.js';
import { nodeThreads, type Port } from '../../platform/index.js';

/**
 * Carries shared memory between a worker and the thread that owns it, by a port of their own, at the time it is sent. Otherwise
 * the one who reads it would have to ask the other one, who may loop or block by then, and not answer.
 */
export class Courier implements Disposable {
  readonly #port: Port;

  constructor(port: Port) {
    this.#port = port;
    port.on('message', (loan: Loan) => loans.receive(loan)); // so that nothing piles up
    port.unref();
    loans.couriers.add(this.#carry);
    loans.arrivals.add(this.#look);
  }

  /** Carries what was sent before there was a port. */
  catchUp(): void {
    for (const loan of loans.outstanding()) this.#carry(loan);
  }

  [Symbol.dispose](): void {
    loans.couriers.delete(this.#carry);
    loans.arrivals.delete(this.#look);
    this.#port.close();
  }

  readonly #carry = (loan: Loan): void => this.#port.postMessage(loan);

  readonly #look = (): void => {
    const { receiveMessageOnPort } = nodeThreads() as NonNullable<ReturnType<typeof nodeThreads>>;
    for (let got = receiveMessageOnPort(this.#port); got !== undefined; got = receiveMessageOnPort(this.#port)) {
      loans.receive(got.message as Loan);
    }
  };
}
