/** So many are looked through one by one, which is faster than a map. */
const FEW = 16;

/** The objects that were met, by number. */
export class Seen {
  readonly #few = new Array<object | undefined>(FEW).fill(undefined);
  #many: Map<object, number> | undefined;
  #count = 0;

  /** The number of an object that was met before; else it is given the next one, and the answer is -1. */
  see(value: object): number {
    const known = this.numberOf(value);
    if (known >= 0) return known;
    const number = this.#count;
    this.#count += 1;
    if (number < FEW) this.#few[number] = value;
    else (this.#many ??= new Map()).set(value, number);
    return -1;
  }

  /** -1 when it was not met. */
  numberOf(value: object): number {
    const few = Math.min(this.#count, FEW);
    for (let i = 0; i < few; i += 1) if (this.#few[i] === value) return i;
    return this.#many?.get(value) ?? -1;
  }

  /** How many were met. */
  get count(): number {
    return this.#count;
  }

  /** Forgets those that were met since there were so many. */
  goBack(count: number): void {
    for (let i = count; i < Math.min(this.#count, FEW); i += 1) this.#few[i] = undefined;
    if (this.#many !== undefined) {
      for (const [value, number] of this.#many) if (number >= count) this.#many.delete(value);
    }
    this.#count = count;
  }

  clear(): void {
    const few = Math.min(this.#count, FEW);
    for (let i = 0; i < few; i += 1) this.#few[i] = undefined;
    this.#many = undefined;
    this.#count = 0;
  }
}
