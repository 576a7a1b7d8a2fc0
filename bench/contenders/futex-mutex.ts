/** The second mutex of Drepper's "Futexes are tricky" (2011): without owner, death or fairness. 2: somebody waits, perhaps. */
export class FutexMutex {
  constructor(readonly word: Int32Array) {}

  lock(): void {
    let seen = Atomics.compareExchange(this.word, 0, 0, 1);
    if (seen === 0) return;
    if (seen !== 2) seen = Atomics.exchange(this.word, 0, 2);
    while (seen !== 0) {
      Atomics.wait(this.word, 0, 2);
      seen = Atomics.exchange(this.word, 0, 2);
    }
  }

  unlock(): void {
    if (Atomics.sub(this.word, 0, 1) === 1) return;
    Atomics.store(this.word, 0, 0);
    Atomics.notify(this.word, 0, 1);
  }
}
