/** So many items may wait here before the thread that makes them has to. */
const ROOM = 16;

/** Tells the thread that sent items that there is room for more, or (false) that nobody wants any. */
export type Acknowledge = (isWanted: boolean) => void;

/** Items of a stream that have come, and that nobody has taken yet. */
export class Items {
  #list: readonly unknown[] = [];
  #at = 0;
  /** What the thread that sends waits for. */
  #owed: Acknowledge | null = null;
  readonly #stalls: (isStalled: boolean) => void;

  /** @param stalls - told when the thread that sends begins to wait for who takes, and when it does not any more. */
  constructor(stalls: (isStalled: boolean) => void) {
    this.#stalls = stalls;
  }

  get isEmpty(): boolean {
    return this.#at === this.#list.length;
  }

  put(items: readonly unknown[], acknowledge: Acknowledge): void {
    this.#list = this.isEmpty ? items : [...this.#list.slice(this.#at), ...items];
    this.#at = 0;
    this.#acknowledge(true); // whoever sends two at once is not held up for the first
    if (this.#hasRoom) {
      acknowledge(true);
      return;
    }
    this.#owed = acknowledge;
    this.#stalls(true);
  }

  take(): unknown {
    const item = this.#list[this.#at];
    this.#at += 1;
    if (this.#hasRoom) this.#acknowledge(true);
    return item;
  }

  /** Nobody wants them. */
  drop(): void {
    this.#list = [];
    this.#at = 0;
    this.#acknowledge(false);
  }

  /** No more will come; those that have come can be taken. */
  end(): void {
    this.#acknowledge(true);
  }

  get #hasRoom(): boolean {
    return this.#list.length - this.#at <= ROOM;
  }

  #acknowledge(isWanted: boolean): void {
    const owed = this.#owed;
    if (owed === null) return;
    this.#owed = null;
    this.#stalls(false);
    owed(isWanted);
  }
}
