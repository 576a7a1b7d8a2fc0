/** A promise under test, with what settles it: what the suite asks for. */
export interface Deferred {
  readonly promise: PromiseLike<unknown>;
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/** A way to make them. */
export interface Adapter {
  deferred(): Deferred;
}

/** What the suite decides at once, and a future or a promise is told sooner or later. */
export class Decision {
  #kind: 'open' | 'resolved' | 'rejected' = 'open';
  #what: unknown;

  /** @returns whether this is the first time: what comes later counts for nothing. */
  decide(kind: 'resolved' | 'rejected', what: unknown): boolean {
    if (this.#kind !== 'open') return false;
    this.#kind = kind;
    this.#what = what;
    return true;
  }

  /** The value, or throws the reason. */
  answer(): unknown {
    if (this.#kind === 'rejected') throw this.#what;
    return this.#what;
  }
}

/** Makes an adapter of a way to settle: `settle` is called once, when it is decided. */
export function adapterOf(open: (decision: Decision) => { promise: PromiseLike<unknown>; settle(): void }): Adapter {
  return {
    deferred() {
      const decision = new Decision();
      const { promise, settle } = open(decision);
      return {
        promise,
        resolve: (value) => void (decision.decide('resolved', value) && settle()),
        reject: (reason) => void (decision.decide('rejected', reason) && settle()),
      };
    },
  };
}
