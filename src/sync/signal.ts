/**
 * A `bounded(1)` channel within a thread that carries nothing but the news that something was sent: its senders try, and
 * skip when it is full.
 *
 * Corresponds to `crossbeam::channel::bounded::<()>(1)`.
 */
export class Signal {
  #full = false;

  /** Fills the slot; answers false, and does nothing, when it is full. */
  trySend(): boolean {
    if (this.#full) return false;
    this.#full = true;
    return true;
  }

  /** Empties the slot; answers whether it was full. Never waits. */
  tryRecv(): boolean {
    const full = this.#full;
    this.#full = false;
    return full;
  }
}
