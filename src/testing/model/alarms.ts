/** A timer, or the time limit of a `waitAsync`. */
interface Alarm {
  readonly deadline: number;
  readonly job: () => void;
}

/** The timers of a thread's event loop, by numbers; those that come in as many milliseconds in the order they were set. */
export class Alarms {
  readonly #alarms = new Map<number, Alarm>();

  get size(): number {
    return this.#alarms.size;
  }

  clear(): void {
    this.#alarms.clear();
  }

  set(id: number, deadline: number, job: () => void): void {
    this.#alarms.delete(id);
    if (deadline !== Number.POSITIVE_INFINITY) this.#alarms.set(id, { deadline, job });
  }

  delete(id: number): void {
    this.#alarms.delete(id);
  }

  /** When the first one is due; Infinity without one. */
  get deadline(): number {
    let deadline = Number.POSITIVE_INFINITY;
    for (const alarm of this.#alarms.values()) deadline = Math.min(deadline, alarm.deadline);
    return deadline;
  }

  /** Takes out the one that is due first. */
  take(): Alarm | undefined {
    const { deadline } = this;
    for (const [id, alarm] of this.#alarms) {
      if (alarm.deadline !== deadline) continue;
      this.#alarms.delete(id);
      return alarm;
    }
    return undefined;
  }
}
