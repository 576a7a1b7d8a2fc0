/** So many lines are kept at least; the ones before are counted. */
const KEPT = 10_000;

/** The diary of a run: a line for each thing that happened, with its virtual time. */
export class Trace {
  readonly #now: () => number;
  #lines: string[] = [];
  #forgotten = 0;
  #indent = '';

  constructor(now: () => number) {
    this.#now = now;
  }

  note(text: string): void {
    this.#lines.push(`${shortened(this.#now()).padStart(6)} ms  ${this.#indent}${text}`);
    if (this.#lines.length < 2 * KEPT) return;
    this.#lines = this.#lines.slice(KEPT);
    this.#forgotten += KEPT;
  }

  /** What is noted from now on happened inside of this. */
  begin(text: string): void {
    this.note(text);
    this.#indent = '  ';
  }

  /** The last that happened inside. */
  end(text: string): void {
    this.note(text);
    this.#indent = '';
  }

  /** All lines that are kept, or the last `most` of them; the first says how many there were before. */
  toString(most = this.#lines.length): string {
    const lines = this.#lines.slice(-most);
    const before = this.#forgotten + this.#lines.length - lines.length;
    return before === 0 ? lines.join('\n') : [`... ${before} lines before`, ...lines].join('\n');
  }
}

/** Milliseconds, to the microsecond where that can be told. */
export function shortened(ms: number): string {
  return String(ms < 1e12 ? Math.round(ms * 1000) / 1000 : ms);
}
