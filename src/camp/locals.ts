/** What a thread keeps of the shared structures that it uses: each structure has the number of its own in its seat. */
export class Locals {
  readonly #all = new Map<number, object>();
  #last = 0;

  add(local: object): number {
    this.#last += 1;
    this.#all.set(this.#last, local);
    return this.#last;
  }

  get(key: number): object | undefined {
    return this.#all.get(key);
  }

  delete(key: number): void {
    this.#all.delete(key);
  }
}
