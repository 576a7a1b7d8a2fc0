import { caseOf } from '../cases.js';
import { mutantsOf, type SeededMutant } from './seeded-mutant.js';

export const cpuMutants: readonly SeededMutant[] = mutantsOf('cpu', [
  {
    name: 'halt-by-store',
    file: 'src/park/cpu.ts',
    replace: 'if (compareExchange(this.#words, STATE, 0, HALTED) === 0) sleep(ms);',
    by: `\
    if (load(this.#words, STATE) === 0) {
      exchange(this.#words, STATE, HALTED);
      sleep(ms);
    }`,
    why: 'A look and a store in the place of a compare-exchange: the interrupt that comes in between is wiped out.',
    caughtBy: { case: caseOf('cpu', 'curedProcessor device'), kind: 'deadlock' },
  },
  {
    name: 'enable-then-halt',
    file: 'src/park/cpu.ts',
    replace: `\
    this.#enabled = true;
    this.#halt(ms, sleep);`,
    by: `\
    this.enable();
    this.#halt(ms, sleep);`,
    why: 'Two steps in the place of one: the interrupt that is handled between them does not end the halt.',
    caughtBy: { case: caseOf('cpu', 'curedProcessor device'), kind: 'deadlock' },
  },
  {
    name: 'pending-wiped-out-after-halt',
    file: 'src/park/cpu.ts',
    replace: 'const pending = exchange(this.#words, STATE, 0) & ~HALTED;',
    by: `\
    const pending = load(this.#words, STATE) & ~HALTED;
    exchange(this.#words, STATE, 0);`,
    why: 'A look and a store in the place of a swap: the second interrupt, which comes in between, is wiped out.',
    caughtBy: { case: caseOf('cpu', 'processorOfTwo deviceOfTwo'), kind: 'deadlock' },
  },
  {
    name: 'pending-wiped-out-by-poll',
    file: 'src/park/cpu.ts',
    replace: 'this.#handle(exchange(this.#words, STATE, 0));',
    by: `\
    this.#handle(load(this.#words, STATE));
    exchange(this.#words, STATE, 0);`,
    why: 'Cleared after it was handled instead of before: what comes in between is wiped out.',
    caughtBy: { case: caseOf('cpu', 'pollingProcessor deviceOfTwo'), kind: 'deadlock' },
  },
  {
    name: 'masked-interrupt-dropped',
    file: 'src/park/cpu.ts',
    replace: `\
    if (this.#enabled) this.#handle(pending);
    else or(this.#words, STATE, pending);`,
    by: 'if (this.#enabled) this.#handle(pending);',
    why: 'What came while interrupts were masked is taken, and never given back.',
    caughtBy: { case: caseOf('cpu', 'maskedProcessor deviceOfTwo'), kind: 'deadlock' },
  },
  {
    name: 'masked-interrupt-stored-back',
    file: 'src/park/cpu.ts',
    replace: 'else or(this.#words, STATE, pending);',
    by: 'else exchange(this.#words, STATE, pending);',
    why: 'A store in the place of an `or`: gives back what came earlier, and wipes out what came since.',
    caughtBy: { case: caseOf('cpu', 'maskedProcessor deviceOfTwo'), kind: 'deadlock' },
  },
  {
    name: 'raise-looks-first',
    file: 'src/park/device.ts',
    replace: 'if ((or(this.#words, STATE, 1 << line) & HALTED) === 0) return;',
    by: `\
    const halted = (Atomics.load(this.#words, STATE) & HALTED) !== 0;
    or(this.#words, STATE, 1 << line);
    if (!halted) return;`,
    why: 'Looks whether the processor halts before it raises the interrupt, and misses the halt in between.',
    caughtBy: { case: caseOf('cpu', 'curedProcessor device'), kind: 'deadlock' },
  },
  {
    name: 'raise-notifies-if-nothing-is-pending',
    file: 'src/park/device.ts',
    replace: 'if ((or(this.#words, STATE, 1 << line) & HALTED) === 0) return;',
    by: 'if (or(this.#words, STATE, 1 << line) !== 0) return;',
    why: 'Notifies only on the first interrupt, and forgets that the word says too that the processor halts.',
    caughtBy: { case: caseOf('cpu', 'curedProcessor device'), kind: 'deadlock' },
  },
]);
