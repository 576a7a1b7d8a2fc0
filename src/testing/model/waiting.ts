import { types } from 'node:util';
import { ReveilleError } from '../../core/errors.js';
import { NOTICES, NOWHERE, QUEUES, READS, WIDE } from '../strategy/run.js';
import { FOREIGN } from './buffers.js';
import { MOST_WAITS } from './control.js';
import { isWaitable, toCount, toIndex, toLimit, toWord, type Words } from './conversions.js';
import type { EventLoop } from './event-loop.js';
import type { Operations } from './operations.js';
import { NOBODY } from './scheduler.js';
import type { Steps } from './steps.js';
import { threadMark } from './thread-names.js';

type Ended = 'ok' | 'not-equal' | 'timed-out';

/** `wait`, `waitAsync` and `notify` of a checked thread: the first to wait is the first to be notified. */
export class Waiting {
  readonly #operations: Operations;
  readonly #host: typeof Atomics;
  readonly #steps: Steps;
  readonly #loop: EventLoop;

  constructor(operations: Operations, loop: EventLoop) {
    this.#operations = operations;
    this.#host = operations.host;
    this.#steps = operations.steps;
    this.#loop = loop;
  }

  wait(array: Words, index: unknown, v: unknown, timeout: unknown): Ended {
    const operations = this.#operations;
    const waitable = operations.models(array) && isWaitable(array) && isShared(array);
    if (!waitable) return this.#waitOutside(array, index, v, timeout);
    const i = toIndex(index);
    const isForeign = operations.number(array, i) === FOREIGN; // a thread's way to sleep, if there is a limit
    if (isForeign || operations.place(array, i) === NOWHERE) return this.#waitAlone(array, i, v, timeout, isForeign);
    return this.#wait(array, i, toWord(array, v), toLimit(timeout));
  }

  #wait(words: Words, i: number, value: number | bigint, ms: number): Ended {
    const steps = this.#steps;
    const place = this.#operations.place(words, i);
    const access = READS | QUEUES | wide(words);
    steps.before(place, access, steps.tiresOf(place, access) && !this.#waits(words, i, value, ms));
    if (!this.#waits(words, i, value, ms)) {
      const seen = this.#seen(words, i);
      this.#say('wait', place, seen === value ? 'for 0 ms: timed out' : `while ${value}: is ${seen}, goes on`);
      steps.after(place, access, false);
      return seen === value ? 'timed-out' : 'not-equal';
    }
    const entry = this.#enter(place, false);
    this.#say('wait', place, `while ${value}: sleeps${ms === Number.POSITIVE_INFINITY ? '' : `, ${ms} ms at most`}`);
    const notified = steps.block(entry, place, ms);
    this.#say('wait', place, notified ? 'ends: notified' : `ends: ${ms} ms are over`);
    return notified ? 'ok' : 'timed-out';
  }

  waitAsync(array: Words, index: unknown, v: unknown, timeout: unknown): unknown {
    const { mode } = this.#operations.world;
    const modelled = this.#operations.models(array) || mode === 'setting up';
    const waitable = modelled && isWaitable(array) && isShared(array);
    if (!waitable) return this.#host.waitAsync(array as Int32Array, index as number, v as number, timeout as number);
    const i = toIndex(index);
    const place = this.#operations.place(array, i);
    if (place === NOWHERE) {
      this.#host.waitAsync(array as Int32Array, i, v as number, 0); // throws what is to be thrown
      return this.#operations.world.refuse('waitAsync on memory that was not made in set-up is outside the model');
    }
    return this.#waitAsync(array, place, i, toWord(array, v), toLimit(timeout));
  }

  #waitAsync(words: Words, place: number, i: number, value: number | bigint, ms: number): unknown {
    const steps = this.#steps;
    const access = READS | QUEUES | wide(words);
    const running = this.#operations.world.mode === 'running';
    if (running) steps.before(place, access, steps.tiresOf(place, access) && !this.#waits(words, i, value, ms));
    const seen = this.#seen(words, i);
    const waits = this.#waits(words, i, value, ms);
    if (running) this.#say('waitAsync', place, waits ? `while ${value}: waits` : `while ${value}: is ${seen}`);
    const answer = waits
      ? { async: true, value: this.#loop.wait(this.#enter(place, true), ms) }
      : { async: false, value: seen === value ? 'timed-out' : 'not-equal' };
    if (running && !waits) steps.after(place, access, false);
    return answer;
  }

  notify(array: Words, index: unknown, c: unknown): number {
    const { mode } = this.#operations.world;
    const waitable = (this.#operations.models(array) || mode === 'setting up') && isWaitable(array);
    if (!waitable) return this.#host.notify(array as Int32Array, index as number, c as number);
    const i = toIndex(index);
    const place = this.#operations.place(array, i);
    if (place === NOWHERE) return this.#host.notify(array as Int32Array, i, c as number);
    const { waits } = this.#steps;
    const count = toCount(c);
    if (mode === 'setting up') return waits.notify(place, count, -1);
    this.#steps.before(place, this.#steps.inOrder ? QUEUES | NOTICES : QUEUES, false);
    const who: number[] | undefined = this.#steps.detailed ? [] : undefined;
    const woken = waits.notify(place, count, this.#steps.count - 1, who);
    this.#say('notify', place, `wakes ${woken === 0 ? 'nobody' : who?.map(threadMark).join(', ')}`);
    return woken;
  }

  /** A wait on memory that no other thread has: it can end by its time limit alone. */
  #waitAlone(words: Words, i: number, v: unknown, timeout: unknown, isForeign: boolean): Ended {
    const answer = this.#host.wait(words as Int32Array, i, v as number, 0); // throws what is to be thrown
    const ms = toLimit(timeout);
    if (answer === 'not-equal' || ms === 0) return answer;
    if (isForeign && ms === Number.POSITIVE_INFINITY) return this.#operations.place(words, i) as never; // refuses
    this.#steps.local();
    this.#say('wait', NOWHERE, 'on memory of its own: sleeps');
    this.#steps.block(NOBODY, NOWHERE, ms);
    this.#say('wait', NOWHERE, `ends: ${ms} ms are over`);
    return 'timed-out';
  }

  /** In set-up, where nothing else runs meanwhile, and when modules load. */
  #waitOutside(array: Words, index: unknown, v: unknown, timeout: unknown): Ended {
    const words = array as Int32Array;
    if (this.#operations.world.mode !== 'setting up') {
      return this.#host.wait(words, index as number, v as number, timeout as number);
    }
    const answer = this.#host.wait(words, index as number, v as number, 0);
    const ms = toLimit(timeout);
    if (answer === 'not-equal' || ms === 0) return answer;
    if (ms === Number.POSITIVE_INFINITY) {
      throw new ReveilleError('explore: set-up may not wait without a time limit; nothing else runs meanwhile');
    }
    this.#steps.lapse(ms);
    return 'timed-out';
  }

  /** A new entry in the queue of `place`. */
  #enter(place: number, async: boolean): number {
    const { waits, me } = this.#steps;
    const entry = waits.add(me, place, async);
    return entry === NOBODY ? this.#operations.world.refuse(TOO_MANY) : entry;
  }

  #waits(words: Words, i: number, value: number | bigint, ms: number): boolean {
    return ms > 0 && this.#seen(words, i) === value;
  }

  #seen(words: Words, i: number): number | bigint {
    return this.#host.load(words as Int32Array, i);
  }

  #say(name: string, place: number, text: string): void {
    this.#operations.say(name, place, text);
  }
}

const TOO_MANY = `more than ${MOST_WAITS} waits at a time, over all threads, are outside the model`;

function isShared(words: Words): boolean {
  return types.isSharedArrayBuffer(words.buffer);
}

function wide(words: Words): number {
  return words.BYTES_PER_ELEMENT === 8 ? WIDE : 0;
}
