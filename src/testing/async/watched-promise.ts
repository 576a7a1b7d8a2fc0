/** The promise of a program that is being driven. */
export class WatchedPromise<T> {
  readonly #name: string;
  #outcome: PromiseSettledResult<T> | undefined;

  /** @param name - of the function that returned it, for errors. */
  constructor(promise: PromiseLike<T>, name: string) {
    this.#name = name;
    // `Promise.resolve` tames foreign thenables. Both ways are handled, so that a program that is left is no unhandled
    // rejection.
    Promise.resolve(promise).then(
      (value) => {
        this.#outcome = { status: 'fulfilled', value };
      },
      (reason) => {
        this.#outcome = { status: 'rejected', reason };
      },
    );
  }

  get isSettled(): boolean {
    return this.#outcome !== undefined;
  }

  /** The value of a promise that is settled; @throws its reason. */
  take(): T {
    const outcome = this.#outcome as PromiseSettledResult<T>;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }

  toString(): string {
    return this.#name === '' ? 'the promise' : `the promise of ${this.#name}`;
  }
}
