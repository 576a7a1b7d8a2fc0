import type { Model } from './model.js';
import { checkHistory, isPending, type Operation } from './operation.js';
import { agrees, make, perform, replay } from './replay.js';
import { sameValue } from './same-value.js';

/** The search of Wing and Gong: place each operation that may come next, go on, and go back when that leads nowhere. */
export class Search {
  /** Those that returned first are tried first, which is most often right; what never returned is tried last. */
  readonly #operations: readonly Operation[];
  /** For each operation, which ones had returned when it was called. */
  readonly #before: readonly (readonly number[])[];
  readonly #model: Model;
  readonly #placed: boolean[];
  /** How many that returned are to be placed. */
  #left: number;
  #fewestLeft: number;
  #order: Operation[] = [];
  #best: readonly Operation[] = [];
  /** States from which no way leads to the end, by the set of operations that were placed. */
  readonly #refuted = new Map<string, unknown[]>();

  constructor(history: readonly Operation[], model: Model) {
    checkHistory(history);
    const precedes = (a: Operation, b: Operation): boolean =>
      a.to < b.from || (a.thread === b.thread && a.to === b.from && history.indexOf(a) < history.indexOf(b));
    this.#operations = [...history].sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
    this.#before = this.#operations.map((b) => this.#operations.flatMap((a, i) => (precedes(a, b) ? [i] : [])));
    this.#model = model;
    this.#placed = this.#operations.map(() => false);
    this.#left = this.#operations.filter((operation) => !isPending(operation)).length;
    this.#fewestLeft = this.#left;
  }

  /** The order found, once `run` has answered true. */
  get order(): readonly Operation[] {
    return this.#order;
  }

  /** The longest order found that agrees with the model as far as it goes. */
  get best(): readonly Operation[] {
    return this.#best;
  }

  /** Whether there is an order of all. */
  run(): boolean {
    return this.#extend(make(this.#model));
  }

  /** Those that returned, are not in {@link Search.best}, and might have come next by the time of their calls. */
  next(): readonly Operation[] {
    const placed = this.#operations.map((operation) => this.#best.includes(operation));
    return this.#operations.filter(
      (operation, i) => !placed[i] && !isPending(operation) && this.#before[i]?.every((earlier) => placed[earlier]),
    );
  }

  /** `object` has gone through `order`. It can't be rewound, so that each try but the first needs another one. */
  #extend(object: object): boolean {
    if (this.#left === 0) return true;
    if (this.#isRefuted(object)) return false;
    let ready: object | undefined = object;
    for (let i = 0; i < this.#operations.length; i += 1) {
      if (!this.#mayCome(i)) continue;
      const next: object = ready ?? replay(this.#model, this.#order);
      ready = undefined;
      if (this.#place(i, next)) return true;
    }
    this.#refute();
    return false;
  }

  #mayCome(i: number): boolean {
    return !this.#placed[i] && (this.#before[i]?.every((earlier) => this.#placed[earlier]) ?? false);
  }

  #place(i: number, object: object): boolean {
    const operation = this.#operations[i];
    if (operation === undefined || !agrees(operation, perform(object, operation))) return false;
    const left = this.#left;
    this.#placed[i] = true;
    this.#order.push(operation);
    if (!isPending(operation)) this.#left -= 1;
    this.#note();
    if (this.#extend(object)) return true;
    this.#left = left;
    this.#order.pop();
    this.#placed[i] = false;
    return false;
  }

  #note(): void {
    if (this.#left >= this.#fewestLeft) return;
    this.#fewestLeft = this.#left;
    this.#best = [...this.#order];
  }

  #isRefuted(object: object): boolean {
    if (this.#refuted.size === 0 || !hasState(object)) return false;
    const state = object.toJSON();
    return this.#refuted.get(this.#key())?.some((refuted) => sameValue(refuted, state)) ?? false;
  }

  #refute(): void {
    const object = replay(this.#model, this.#order);
    if (!hasState(object)) return;
    const states = this.#refuted.get(this.#key()) ?? [];
    this.#refuted.set(this.#key(), states);
    states.push(object.toJSON());
  }

  #key(): string {
    return this.#placed.map(Number).join('');
  }
}

function hasState(object: object): object is { toJSON(): unknown } {
  return 'toJSON' in object && typeof object.toJSON === 'function';
}
