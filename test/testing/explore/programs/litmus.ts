/**
 * The litmus programs on real threads. Which one is said by the module's URL: `litmus.js?program=3`, and
 * `&limited=true` for {@link limited}.
 */
import { appendFileSync } from 'node:fs';
import { type Answer, COUNTING, LITMUS, type Operation, type Program, textOf, WORDS } from '../../litmus.js';

const search = new URL(import.meta.url).searchParams;
const { program } = [...LITMUS, ...COUNTING][Number(search.get('program'))] as { program: Program };

/** The program with a time limit for all who wait, and without failures: each of its runs comes to an end. */
export function limited(program: Program): Program {
  return program.map((thread) =>
    thread.flatMap((operation): Operation[] => {
      if (operation.do === 'fail') return [{ do: 'jump', when: operation.when, by: 0 }];
      return [operation.do === 'wait' ? { ...operation, limited: true } : operation];
    }),
  );
}

const threads = search.get('limited') === 'true' ? limited(program) : program;

export const setup = (): Int32Array => new Int32Array(new SharedArrayBuffer(4 * WORDS));
export const thread0 = (words: Int32Array): Answer[] => new Interpreter(words).run(threads[0] as readonly Operation[]);
export const thread1 = (words: Int32Array): Answer[] => new Interpreter(words).run(threads[1] as readonly Operation[]);
export const thread2 = (words: Int32Array): Answer[] => new Interpreter(words).run(threads[2] as readonly Operation[]);
export const thread3 = (words: Int32Array): Answer[] => new Interpreter(words).run(threads[3] as readonly Operation[]);

const seen = new Set<string>();

/** Writes each ending once into the file that the URL names. */
export function note(words: Int32Array, answers: readonly Answer[][]): void {
  const ending = { answers, finished: answers.map(() => true), failed: undefined, memory: [...words] };
  const text = textOf(ending, true);
  if (seen.has(text)) return;
  seen.add(text);
  appendFileSync(search.get('file') as string, `${text}\n`);
}

class Interpreter {
  readonly #words: Int32Array;
  readonly #pairs: BigInt64Array;
  readonly #answers: Answer[] = [];

  constructor(words: Int32Array) {
    this.#words = words;
    this.#pairs = new BigInt64Array(words.buffer);
  }

  run(operations: readonly Operation[]): Answer[] {
    for (let next = 0; next < operations.length; next += 1) {
      const operation = operations[next] as Operation;
      if (operation.do === 'jump') next += this.#answers.at(-1) === operation.when ? operation.by : 0;
      else if (operation.do === 'fail') this.#fail(operation.when);
      else this.#answers.push(...this.#do(operation));
    }
    return this.#answers;
  }

  #fail(when: Answer): void {
    if (this.#answers.at(-1) === when) throw new Error('failed');
  }

  #do(operation: Exclude<Operation, { do: 'jump' | 'fail' }>): Answer[] {
    const words = this.#words;
    switch (operation.do) {
      case 'load':
        return [Atomics.load(words, operation.at)];
      case 'store':
        Atomics.store(words, operation.at, operation.value);
        return [];
      case 'add':
        return [Atomics.add(words, operation.at, operation.value)];
      case 'compareExchange':
        return [Atomics.compareExchange(words, operation.at, operation.expected, operation.value)];
      case 'wait':
        return [Atomics.wait(words, operation.at, operation.value, operation.limited ? 10 : undefined)];
      case 'notify':
        return [Atomics.notify(words, operation.at, operation.count)];
      case 'loadBoth':
        return [pair(Atomics.load(this.#pairs, operation.at / 2))];
      case 'storeBoth':
        Atomics.store(this.#pairs, operation.at / 2, BigInt(operation.value) * 0x1_0000_0001n);
        return [];
      case 'spin':
        return [this.#spin(operation)];
      case 'tries':
        return [this.#try(operation)];
      case 'naps':
        return [this.#nap(operation)];
      default:
        throw new Error(`not on real threads: ${JSON.stringify(operation)}`);
    }
  }

  #spin({ on, until, bounded }: Operation & { do: 'spin' }): number {
    let value = 0;
    for (let look = 0; look < 1_000 || !bounded; look += 1) {
      value = Atomics.load(this.#words, on[look % on.length] as number);
      if (value === until) break;
    }
    return value;
  }

  #try({ at, until, most }: Operation & { do: 'tries' }): number {
    for (let look = 1; look < most; look += 1) if (Atomics.load(this.#words, at) === until) return look;
    Atomics.load(this.#words, at);
    return most;
  }

  #nap({ at, value, most }: Operation & { do: 'naps' }): number {
    let naps = 0;
    while (naps < most && Atomics.wait(this.#words, at, value, 10) === 'timed-out') naps += 1;
    return naps;
  }
}

function pair(both: bigint): string {
  return `${BigInt.asIntN(32, both)},${BigInt.asIntN(32, both >> 32n)}`;
}
