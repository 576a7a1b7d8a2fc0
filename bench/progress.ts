import type { WriteStream } from 'node:tty';

/** One line that says what is being measured and how long it will take; nothing unless somebody looks at it. */
export class Progress {
  #begun = 0;
  readonly #start = performance.now();

  constructor(
    private readonly total: number,
    private readonly stream: WriteStream,
  ) {}

  readonly step = (name: string): void => {
    if (this.stream.isTTY) {
      const each = (performance.now() - this.#start) / this.#begun;
      const left = this.#begun === 0 ? '' : `, ${Math.ceil((each * (this.total - this.#begun)) / 1000)} s left`;
      this.stream.write(`\r\x1b[K[${this.#begun + 1}/${this.total}${left}] ${name}`);
    }
    this.#begun += 1;
  };

  /** Takes the line back, before something else is printed. */
  readonly clear = (): void => {
    if (this.stream.isTTY) this.stream.write('\r\x1b[K');
  };
}
