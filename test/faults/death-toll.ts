import type { Dead } from '../stress/act.js';
import { DEATHS } from '../stress/part.js';
import type { Result } from '../stress/round.js';

/** How many died, of what and in the midst of what, and what became of what they had. */
export class DeathToll {
  rounds = 0;
  deaths = 0;
  #done = 0;
  #lost = 0;
  #broken = 0;
  readonly #kinds = new Map<string, number[]>();
  readonly #operations = new Map<string, number[]>();

  /** What came of a round in which all was as it should be. */
  add({ acts, done, lost, deaths, broken }: Result): void {
    this.rounds += 1;
    this.deaths += deaths.length;
    this.#done += done;
    this.#lost += lost;
    this.#broken += broken;
    const [kind = ''] = acts.keys();
    for (const dead of deaths) {
      count(this.#kinds, kind, dead);
      count(this.#operations, dead.operation, dead);
    }
  }

  /** All in one line. */
  get line(): string {
    const items = `${this.#done} items, locks and calls`;
    const lost = `${this.#lost} items in the hands of the dead, ${this.#broken} pushes left unfinished`;
    return `${this.deaths} deaths in ${this.rounds} rounds: ${items}; 0 hangs, 0 doubled, 0 lost beyond ${lost}`;
  }

  /** Two tables: by kind, and by operation. */
  get tables(): string[] {
    return [...rowsOf('kind', this.#kinds), '', ...rowsOf('what it was at', this.#operations)];
  }
}

function count(table: Map<string, number[]>, key: string, { cause }: Dead): void {
  const row = table.get(key) ?? DEATHS.map(() => 0);
  const at = DEATHS.indexOf(cause);
  row[at] = (row[at] as number) + 1;
  table.set(key, row);
}

function rowsOf(title: string, table: ReadonlyMap<string, readonly number[]>): string[] {
  const lines = [...table].sort(([a], [b]) => a.localeCompare(b)).map(([key, row]) => lineOf(key, row));
  return [lineOf(title, DEATHS), ...lines];
}

const lineOf = (key: string, row: readonly (number | string)[]): string =>
  `  ${key.padEnd(34)}${row.map((cell) => String(cell).padStart(10)).join('')}`;
