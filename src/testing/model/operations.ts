import { ReveilleError } from '../../core/errors.js';
import { Prng } from '../strategy/prng.js';
import { NOWHERE, QUEUES, READS, WIDE, WRITES } from '../strategy/run.js';
import type { EventLoop } from './event-loop.js';
import { Memory } from './memory.js';
import { NOBODY } from './scheduler.js';
import { type Steps, Unwinding } from './steps.js';

/** What `Atomics` takes. */
export type Words = Int32Array | BigInt64Array;

/** Where the code of a checked thread is. */
export type Mode = 'outside' | 'setting up' | 'running';

/** The thread that is checked here, and what it shares with the others: what its atomic operations go through. */
export class Operations {
  mode: Mode = 'outside';
  readonly host: typeof Atomics;
  /** Whose set-up makes shared memory now. */
  making: Memory;
  /** What `Math.random` draws from while the thread runs. */
  chance = new Prng(1);
  /** Where steps are put into words, when they are. */
  note: ((step: number, text: string) => void) | undefined;

  constructor(
    readonly steps: Steps,
    readonly memory: Memory,
    /** The memory that the program's set-up made. */
    readonly common: Memory,
    readonly loop: EventLoop,
  ) {
    this.making = memory;
    this.host = Object.defineProperties({}, Object.getOwnPropertyDescriptors(Atomics)) as typeof Atomics;
  }

  /** The place that an operation is about; {@link NOWHERE} when it is no step: bad arguments, or memory of one's own. */
  place(array: Words, index: number): number {
    if (this.mode !== 'running') return NOWHERE;
    if (!ArrayBuffer.isView(array) || !(index >= 0 && index < array.length)) return NOWHERE; // the host will throw
    const id = this.id(array.buffer);
    return id === -1 ? NOWHERE : Memory.place(id, array.byteOffset + Math.trunc(index) * array.BYTES_PER_ELEMENT);
  }

  id(buffer: object): number {
    const own = this.memory.id(buffer);
    return own === -1 ? this.common.id(buffer) : own;
  }

  load(array: Words, index: number): unknown {
    const place = this.place(array, index);
    if (place === NOWHERE) return this.host.load(array as Int32Array, index);
    const access = READS | wide(array);
    this.steps.before(place, access);
    const value = this.host.load(array as Int32Array, index);
    this.#say('load', place, `= ${value}`);
    this.steps.after(place, access, false);
    return value;
  }

  /** `store`, and all that answer the old value: `add`, `and`, `exchange`, `or`, `sub`, `xor`. */
  write(
    name: 'store' | 'add' | 'and' | 'exchange' | 'or' | 'sub' | 'xor',
    array: Words,
    i: number,
    v: unknown,
  ): unknown {
    const operation = this.host[name] as (array: Words, index: number, value: unknown) => unknown;
    const place = this.place(array, i);
    if (place === NOWHERE) return operation(array, i, v);
    const given = typeof v === 'object' ? Number(v) : v; // what its conversion does must not happen within the step
    const access = (name === 'store' ? WRITES : READS | WRITES) | wide(array);
    this.steps.before(place, access);
    const old = this.host.load(array as Int32Array, i);
    const answer = operation(array, i, given);
    const now = this.host.load(array as Int32Array, i);
    this.#say(name, place, name === 'store' ? `= ${now}` : `${old} -> ${now}`);
    this.steps.after(place, access, old !== now);
    return answer;
  }

  compareExchange(array: Words, index: number, expected: unknown, value: unknown): unknown {
    const operation = this.host.compareExchange as (a: Words, i: number, expected: unknown, value: unknown) => unknown;
    const place = this.place(array, index);
    if (place === NOWHERE) return operation(array, index, expected, value);
    this.steps.before(place, READS | WRITES | wide(array));
    const old = operation(array, index, expected, value);
    const now = this.host.load(array as Int32Array, index);
    // One that fails only reads. One that puts back what was there succeeds all the same, but nobody can tell.
    this.#say('compareExchange', place, old === now ? `${expected} -> ${value}: is ${old}` : `${old} -> ${now}`);
    this.steps.after(place, (old === now ? READS : READS | WRITES) | wide(array), old !== now);
    return old;
  }

  wait(array: Words, index: number, value: unknown, timeout?: number): 'ok' | 'not-equal' | 'timed-out' {
    const ms = limit(timeout);
    const place = this.place(array, index);
    if (place === NOWHERE) return this.#waitAlone(array, index, value, ms);
    this.steps.before(place, READS | QUEUES | wide(array));
    const seen = this.host.load(array as Int32Array, index);
    if (seen !== coerced(array, value) || ms <= 0) {
      this.#say('wait', place, seen === value ? 'for 0 ms: timed out' : `while ${value}: is ${seen}, goes on`);
      this.steps.after(place, READS | wide(array), false);
      return seen === coerced(array, value) ? 'timed-out' : 'not-equal';
    }
    const entry = this.steps.waits.add(this.steps.me, place, false);
    this.#say('wait', place, `while ${value}: sleeps${ms === Number.POSITIVE_INFINITY ? '' : `, ${ms} ms at most`}`);
    this.steps.after(place, READS | QUEUES | wide(array), false);
    const notified = this.steps.block(entry, place, ms);
    this.#say('wait', place, notified ? 'ends: notified' : `ends: ${ms} ms are over`);
    return notified ? 'ok' : 'timed-out';
  }

  waitAsync(array: Words, index: number, value: unknown, timeout?: number): unknown {
    const ms = limit(timeout);
    if (this.mode === 'outside') return this.host.waitAsync(array as Int32Array, index, value as number, timeout);
    const id = ArrayBuffer.isView(array) ? this.id(array.buffer) : -1;
    if (id === -1 || !(index >= 0 && index < array.length)) {
      throw new ReveilleError('explore: waitAsync on memory that was not made in set-up is outside the model');
    }
    const place = Memory.place(id, array.byteOffset + index * array.BYTES_PER_ELEMENT);
    const running = this.mode === 'running';
    if (running) this.steps.before(place, READS | QUEUES | wide(array));
    const seen = this.host.load(array as Int32Array, index);
    const waits = seen === coerced(array, value) && ms > 0;
    this.#say('waitAsync', place, waits ? `while ${value}: waits` : `while ${value}: is ${seen}`);
    const answer = waits
      ? { async: true, value: this.loop.wait(this.steps.waits.add(this.steps.me, place, true), ms) }
      : { async: false, value: seen === coerced(array, value) ? 'timed-out' : 'not-equal' };
    if (running) this.steps.after(place, (waits ? READS | QUEUES : READS) | wide(array), false);
    return answer;
  }

  notify(array: Words, index: number, count = Number.POSITIVE_INFINITY): number {
    const id = ArrayBuffer.isView(array) ? this.id(array.buffer) : -1;
    if (this.mode === 'outside' || id === -1) return this.host.notify(array as Int32Array, index, count);
    this.host.notify(array as Int32Array, index, 0); // throws what is to be thrown
    const place = Memory.place(id, array.byteOffset + index * array.BYTES_PER_ELEMENT);
    if (this.mode === 'setting up') return this.steps.waits.notify(place, count, -1);
    this.steps.before(place, QUEUES);
    const woken = this.steps.waits.notify(place, count, this.steps.count - 1);
    this.#say('notify', place, `wakes ${woken}`);
    this.steps.after(place, QUEUES, woken > 0);
    return woken;
  }

  /** A buffer that can grow: its length is shared too. */
  length(buffer: SharedArrayBuffer, read: () => number): number {
    const id = this.mode === 'running' ? this.id(buffer) : -1;
    if (id === -1) return read();
    this.steps.before(Memory.lengthOf(id), READS);
    const bytes = read();
    this.#say('byteLength', Memory.lengthOf(id), `= ${bytes}`);
    this.steps.after(Memory.lengthOf(id), READS, false);
    return bytes;
  }

  grow(buffer: SharedArrayBuffer, grow: () => void): void {
    const id = this.mode === 'running' ? this.id(buffer) : -1;
    if (id !== -1) this.steps.before(Memory.lengthOf(id), READS | WRITES);
    grow();
    if (id === -1) return;
    this.#say('grow', Memory.lengthOf(id), '');
    this.steps.after(Memory.lengthOf(id), READS | WRITES, true);
  }

  /** A wait on memory that no other thread has: it can end by its time limit alone. */
  #waitAlone(array: Words, index: number, value: unknown, ms: number): 'ok' | 'not-equal' | 'timed-out' {
    if (this.mode !== 'running') {
      if (ms === Number.POSITIVE_INFINITY && this.mode === 'setting up') {
        throw new ReveilleError('explore: set-up may not wait without a time limit; nothing else runs meanwhile');
      }
      return this.host.wait(array as Int32Array, index, value as number, ms);
    }
    if (this.steps.unwinding) throw new Unwinding();
    const answer = this.host.wait(array as Int32Array, index, value as number, 0); // throws what is to be thrown
    if (answer === 'not-equal' || ms <= 0) return answer;
    this.#say('wait', NOWHERE, 'on memory of its own');
    this.steps.block(NOBODY, NOWHERE, ms);
    return 'timed-out';
  }

  /** Puts the step that was just written down into words. */
  say(text: string): void {
    if (this.mode === 'running' && this.steps.detailed) this.note?.(this.steps.count - 1, text);
  }

  #say(name: string, place: number, text: string): void {
    if (this.steps.detailed) this.say(`${name} ${placeMark(place)} ${text}`);
  }
}

/** Stands in a step's text for a place, which is given its name when the trace is drawn. */
export function placeMark(place: number): string {
  return place === NOWHERE ? '-' : `\u0000${place}\u0000`;
}

function wide(array: Words): number {
  return array.BYTES_PER_ELEMENT === 8 ? WIDE : 0;
}

/** The time limit of a wait as the language reads it: none, and what is no number, stand for no limit. */
function limit(timeout: number | undefined): number {
  const ms = timeout === undefined ? Number.POSITIVE_INFINITY : Number(timeout);
  return Number.isNaN(ms) ? Number.POSITIVE_INFINITY : Math.max(ms, 0);
}

/** What `wait` compares with. */
function coerced(array: Words, value: unknown): unknown {
  return array.BYTES_PER_ELEMENT === 8 ? value : Number(value) | 0;
}
