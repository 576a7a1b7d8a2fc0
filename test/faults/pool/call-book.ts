import assert from 'node:assert/strict';

/** More than any caller makes. */
const MOST = 2_048;
const CALLERS = 8;

/** How often each call has begun, and whether it was answered, in memory that outlives the threads. */
export class CallBook {
  readonly #begun: Int32Array;
  readonly #answered: Int32Array;
  readonly #last = new Int32Array(CALLERS);

  constructor(readonly buffer = new SharedArrayBuffer(2 * 4 * CALLERS * MOST)) {
    this.#begun = new Int32Array(buffer, 0, CALLERS * MOST);
    this.#answered = new Int32Array(buffer, 4 * CALLERS * MOST);
  }

  /** The number of that caller's next call. */
  next(caller: number): number {
    this.#last[caller] = (this.#last[caller] as number) + 1;
    return this.last(caller);
  }

  last(caller: number): number {
    return caller * MOST + (this.#last[caller] as number);
  }

  /** The first so many numbers of this thread's are given out. */
  skip(count: number): void {
    this.#last[0] = count;
  }

  begun(call: number): number {
    return Atomics.load(this.#begun, call);
  }

  answered(call: number): void {
    Atomics.add(this.#answered, call, 1);
  }

  /** Answers how many were answered. @throws AssertionError when one has begun twice, or was answered without that. */
  check(): number {
    let done = 0;
    for (let call = 0; call < CALLERS * MOST; call += 1) {
      const [begun, answered] = [this.begun(call), Atomics.load(this.#answered, call)];
      assert.ok(begun <= 1, `call ${call} has begun ${begun} times`);
      assert.ok(answered <= begun, `call ${call} was answered ${answered} times, and has begun ${begun} times`);
      done += answered;
    }
    return done;
  }
}
