/** Holds threads until `count` of them have arrived, on shared memory: `workerData` carries the buffer. */
export class Latch {
  readonly #words: Int32Array;

  constructor(readonly buffer: SharedArrayBuffer) {
    this.#words = new Int32Array(buffer);
  }

  static of(count: number): Latch {
    const buffer = new SharedArrayBuffer(4);
    new Int32Array(buffer)[0] = count;
    return new Latch(buffer);
  }

  arrive(): void {
    if (Atomics.sub(this.#words, 0, 1) === 1) Atomics.notify(this.#words, 0);
  }

  /** Waits until all have arrived; a minute without them is a failure, not a hang. */
  wait(): void {
    const end = performance.now() + 60_000;
    for (let left = Atomics.load(this.#words, 0); left > 0; left = Atomics.load(this.#words, 0)) {
      if (performance.now() > end) throw new Error(`latch: ${left} have not arrived`);
      Atomics.wait(this.#words, 0, left, 1000);
    }
  }

  arriveAndWait(): void {
    this.arrive();
    this.wait();
  }
}
