import { compareExchange, load, store } from '../../platform/index.js';
import {
  ASKED,
  DIED,
  FREE,
  isAnswered,
  KIND,
  STATE,
  STATES,
  STREAM_END,
  UNTOLD,
  UNTOLDS,
  VALUE,
} from '../wire/layout.js';
import type { Slots } from '../wire/slots.js';
import type { Aftermaths } from './aftermaths.js';
import { Arrivals } from './arrivals.js';
import type { Asked } from './asked.js';
import type { Asking } from './asking.js';
import type { Desk } from './desk.js';
import { died } from './died.js';
import { dropPayload, takePayload } from './mail.js';
import type { UnderWay } from './under-way.js';

/** What answers are handed to, and what questions. */
interface Places {
  readonly slots: Slots;
  readonly underWay: UnderWay;
  readonly aftermaths: Aftermaths;
  readonly asking: Asking;
  readonly asked: Asked;
}

/** Hands what has come to this thread to whoever waits for it: answers to its calls, and questions of those that it has called. */
export class Settling {
  readonly #desk: Desk;
  readonly #places: Places;
  readonly #arrivals: Arrivals;
  /** How many dead workers were told of when this thread last looked for what they had not told. */
  #untolds = 0;

  constructor(desk: Desk, places: Places) {
    this.#desk = desk;
    this.#places = places;
    this.#arrivals = new Arrivals(desk, (slot) => this.#see(slot));
  }

  /** Whether something may have come: a plain look. */
  get isDue(): boolean {
    return this.#arrivals.areSome;
  }

  /** Sees to all that has come. Answers whether there was something. */
  take(): boolean {
    if (this.#desk.table.words[UNTOLDS] !== this.#untolds) this.#takeUntold();
    return this.#arrivals.take();
  }

  /** Answers of workers that died, perhaps before they could tell. */
  #takeUntold(): void {
    const { table } = this.#desk;
    const { words } = table;
    this.#untolds = load(words, UNTOLDS);
    this.#arrivals.take(); // those that they had told of
    this.#places.underWay.each((slot) => {
      if ((load(words, table.slotAt(slot) + STATE) & STATES) === UNTOLD) this.settle(slot);
    });
  }

  /** Something of this thread's stack: an answer, or a question of another thread's. */
  #see(slot: number): void {
    const { table } = this.#desk;
    if ((load(table.words, table.slotAt(slot) + STATE) & STATES) === ASKED) this.#places.asked.serve(slot);
    else if (table.ownerOf(slot) === table.me) this.settle(slot);
    else this.#forget(slot);
  }

  /** An answer for a thread that had this seat before, and has died. */
  #forget(slot: number): void {
    const { table } = this.#desk;
    const at = table.slotAt(slot) + STATE;
    const state = load(table.words, at);
    if (isAnswered(state) && compareExchange(table.words, at, state, FREE) === state) dropPayload(this.#desk, slot);
  }

  /** There is an answer in the slot. */
  settle(slot: number): void {
    const { table } = this.#desk;
    const { slots, underWay, aftermaths, asking } = this.#places;
    const at = table.slotAt(slot);
    const call = underWay.at(slot);
    const kind = table.words[at + KIND];
    asking.over(slot);
    if (call === undefined) dropPayload(this.#desk, slot);
    else underWay.leave(slot, call);
    let isValue = kind === VALUE;
    let result: unknown;
    try {
      if (call !== undefined) result = takePayload(this.#desk, slot);
    } catch (error) {
      isValue = false;
      result = error;
    }
    store(table.words, at + STATE, FREE);
    slots.give(slot);
    if (call === undefined) aftermaths.end(slot);
    else if (kind === STREAM_END) call.finish();
    else call.settle(isValue, kind === DIED ? died(result, call) : result);
  }
}
