import { Worker } from 'node:worker_threads';
import type { Message, Session } from './cell.worker.js';
import { Chance } from './chance.js';
import { Controls, type Side } from './controls.js';
import { isTyped, type Outcomes } from './operate.js';
import { SUBJECTS } from './subjects.js';

/** What came of a session. */
export interface Told {
  readonly writes: number;
  readonly outcomes: Outcomes;
}

/** Two honest threads, and this one, which writes into their memory and looks whether they go on. */
export class Cell implements Disposable {
  readonly #limit: number;
  #controls = new Controls();
  #worker: Worker | undefined;

  /** @param limit - how long one operation may take, in milliseconds. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws Error that names kind, seed and operation, when a thread hangs, or throws what it should not. */
  async play(session: Session): Promise<Told> {
    const { kind, seed } = session;
    const isLast = SUBJECTS[kind]?.isLast === true;
    if (isLast) await this.#end(); // what was written earlier may have misled them, in what they know of each other
    this.#worker ??= this.#start();
    const rogue = new Rogue(new Chance(seed ^ 0x5bd1_e995), this.#controls);
    const { failure, outcomes } = await this.#watched(session, this.#told(this.#worker, session, rogue));
    if (failure !== undefined) throw new Error(`garbage: ${kind}, seed ${seed}: ${failure}\n  ${rogue}`);
    if (isLast || 'uncaught' in outcomes) await this.#end();
    return { writes: rogue.writes, outcomes };
  }

  [Symbol.dispose](): void {
    void this.#end();
  }

  #start(): Worker {
    this.#controls = new Controls();
    return new Worker(new URL('./cell.worker.js', import.meta.url), { workerData: this.#controls.buffer });
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  /** Serves the cell's messages until it tells what came of it. */
  #told(worker: Worker, session: Session, rogue: Rogue): Promise<{ outcomes: Outcomes; failure?: string }> {
    return new Promise((resolve) => {
      worker.removeAllListeners();
      worker.on('message', (message: Message) => {
        if (message === 'write') rogue.write();
        else if ('memory' in message) rogue.aim(message.memory);
        else resolve(message);
      });
      worker.on('error', (error) => {
        this.#worker = undefined;
        resolve(isTyped(error) ? { outcomes: { uncaught: 1 } } : { outcomes: {}, failure: String(error.stack) });
      });
      worker.on('exit', (code) => resolve({ outcomes: {}, failure: `it has ended with ${code}` }));
      worker.postMessage(session);
    });
  }

  async #watched<T extends { failure?: string }>(
    session: Session,
    told: Promise<T>,
  ): Promise<T | { outcomes: Outcomes; failure: string }> {
    const seen: [number, number] = [-1, -1];
    let idle = 0;
    for (;;) {
      const pause = new Promise<undefined>((resolve) => setTimeout(resolve, this.#limit / 10));
      const found = await Promise.race([told, pause]);
      if (found !== undefined) return found;
      const now: [number, number] = [this.#controls.beat(0), this.#controls.beat(1)];
      idle = now[0] === seen[0] && now[1] === seen[1] ? idle + 1 : 0;
      [seen[0], seen[1]] = now;
      if (idle < 10) continue;
      const where = ([0, 1] as const).map((side) => this.#nameOf(session, side)).join(', ');
      await this.#end();
      return { outcomes: {}, failure: `hangs for ${this.#limit / 1000} s: ${where}` };
    }
  }

  #nameOf({ kind }: Session, side: Side): string {
    const step = this.#controls.step(side);
    return `thread ${side} ${step < 0 ? 'is between two operations' : `is in operation ${step} of ${kind}`}`;
  }
}

/** Writes random words anywhere into the memory that it is aimed at. */
class Rogue {
  readonly #chance: Chance;
  readonly #controls: Controls;
  #memory: readonly SharedArrayBuffer[] = [];
  #last: string[] = [];
  writes = 0;

  constructor(chance: Chance, controls: Controls) {
    this.#chance = chance;
    this.#controls = controls;
  }

  aim(memory: readonly SharedArrayBuffer[]): void {
    this.#memory = memory;
  }

  write(): void {
    const chance = this.#chance;
    const number = chance.below(this.#memory.length);
    const buffer = this.#memory[number] as SharedArrayBuffer;
    const words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
    const at = this.#placeIn(words);
    const old = Atomics.load(words, at);
    const word = chance.word(old);
    Atomics.store(words, at, word);
    this.#last.push(`word ${at} of memory ${number}: ${old} -> ${word}`);
    this.writes += 1;
    this.#controls.wrote();
  }

  /** Anywhere near the beginning; or where something stands, which is where what matters does. */
  #placeIn(words: Int32Array): number {
    const chance = this.#chance;
    const length = Math.min(words.length, chance.of([64, 256, 2_048]));
    const at = chance.below(length);
    if (chance.below(3) === 0) return at;
    for (let next = 0; next < length; next += 1) if (words[(at + next) % length] !== 0) return (at + next) % length;
    return at;
  }

  toString(): string {
    return this.#last.join('\n  ');
  }
}
