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

  get isEmpty(): boolean {
    return this.#at === this.#list.length;
  }

  put(items: readonly unknown[], acknowledge: Acknowledge): void {
    this.#list = this.isEmpty ? items : [...this.#list.slice(this.#at), ...items];
    this.#at = 0;
    this.#owed?.(true); // whoever sends two at once is not held up for the first
    this.#owed = acknowledge;
    this.#settle();
  }

  take(): unknown {
    const item = this.#list[this.#at];
    this.#at += 1;
    this.#settle();
    return item;
  }

  /** Nobody wants them. */
  drop(): void {
    this.#list = [];
    this.#at = 0;
    const owed = this.#owed;
    this.#owed = null;
    owed?.(false);
  }

  #settle(): void {
    if (this.#owed === null || this.#list.length - this.#at > ROOM) return;
    const owed = this.#owed;
    this.#owed = null;
    owed(true);
  }
}
