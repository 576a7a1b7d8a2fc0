/** What a thread of the toy machine knows of a word that it has touched since it last learnt something new. */
interface Known {
  /** The word's version then. */
  version: number;
  /** How often it has looked there in vain since the thread last changed something. */
  looks: number;
}

/**
 * When a thread has looked in vain for long enough. All of it depends on what the thread itself has seen, and on whether
 * words that it has seen have changed since; on nothing else, so that it makes no difference when others change other words.
 */
export class Patience {
  readonly #versions: readonly number[];
  readonly #limit: number;
  #known = new Map<number, Known>();
  /** How many time limits have ended since it last learnt something new. */
  #timeOuts = 0;

  /** `versions`: how often each word has changed, kept by the machine. */
  constructor(versions: readonly number[], limit: number) {
    this.#versions = versions;
    this.#limit = limit;
  }

  clone(versions: readonly number[]): Patience {
    const copy = new Patience(versions, this.#limit);
    copy.#known = new Map([...this.#known].map(([place, known]) => [place, { ...known }]));
    copy.#timeOuts = this.#timeOuts;
    return copy;
  }

  get key(): string {
    const known = [...this.#known].sort(([a], [b]) => a - b);
    return `${known.map(([place, { looks }]) => `${place}.${looks}.${this.#isNew(place)}`)} ${this.#timeOuts}`;
  }

  /** Whether another look at these words, or this one, would be one too many. */
  tiresOf(places: readonly number[]): boolean {
    return places.every((place) => !this.#isNew(place) && (this.#known.get(place)?.looks ?? 0) >= this.#most);
  }

  get tiresOfWaiting(): boolean {
    return this.#timeOuts >= this.#most;
  }

  sees(places: readonly number[]): void {
    if (places.some((place) => this.#isNew(place))) this.learns();
    for (const place of places) {
      const version = this.#versions[place] as number;
      this.#known.set(place, { version, looks: this.#known.get(place)?.looks ?? 0 });
    }
  }

  looksInVain(places: readonly number[]): void {
    const most = this.#most;
    for (const place of places) {
      const known = this.#known.get(place) as Known;
      known.looks = Math.min(known.looks + 1, most);
    }
  }

  waitsInVain(): void {
    this.#timeOuts = Math.min(this.#timeOuts + 1, this.#most);
  }

  /** It has changed a word itself. */
  changes(place: number): void {
    for (const known of this.#known.values()) known.looks = 0;
    this.#known.set(place, { version: this.#versions[place] as number, looks: 0 });
  }

  /** Something that another thread did has reached it. */
  learns(): void {
    this.#known.clear();
    this.#timeOuts = 0;
  }

  /** Each word that has changed is worth another few looks: it may be the one that the thread waits for. */
  get #most(): number {
    return this.#limit * (1 + [...this.#known.keys()].filter((place) => this.#isNew(place)).length);
  }

  #isNew(place: number): boolean {
    const known = this.#known.get(place);
    return known !== undefined && known.version !== this.#versions[place];
  }
}
