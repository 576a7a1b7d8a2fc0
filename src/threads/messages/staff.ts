import { hostTimer, now } from '../../platform/index.js';
import { Recovery } from '../crew/recovery.js';
import { type Ending, inWords } from '../crew/report.js';
import type { Settings } from '../options.js';
import { Hireling, type Owner } from './hireling.js';

/** Whose workers they are. */
interface Manager extends Owner {
  /** There are none, and the last one came to nothing: what waits is to fail. */
  deserted(ending: Ending): void;
}

/** The workers of a pool that get their calls by message: as many as there is work for, and may be. */
export class Staff implements Disposable {
  readonly recovery = new Recovery((ms) => this.#remind(ms));
  readonly #settings: Settings;
  readonly #owner: Manager;
  readonly #rested: () => void;
  readonly #workers = new Set<Hireling>();
  readonly #reminders: Disposable[] = [];
  #ids = 0;

  /** @param rested - called when threads may start again, after some have died soon. */
  constructor(settings: Settings, owner: Manager, rested: () => void) {
    this.#settings = settings;
    this.#owner = owner;
    this.#rested = rested;
  }

  get size(): number {
    return this.#workers.size;
  }

  *[Symbol.iterator](): Iterator<Hireling> {
    yield* [...this.#workers];
  }

  /** Those that take calls. */
  get ready(): Hireling[] {
    return [...this.#workers].filter(({ isReady, leaves }) => isReady && !leaves);
  }

  /** Those that could take one more, the one with the fewest first. */
  get free(): Hireling[] {
    const free = this.ready.filter(({ jobs }) => jobs.size < this.#settings.concurrency);
    return free.sort((a, b) => a.jobs.size - b.jobs.size);
  }

  /** So many there are to be, unless one can't be started. */
  hireTo(count: number): void {
    while (this.#workers.size < count) {
      this.#ids += 1;
      try {
        this.#workers.add(new Hireling(this.#ids, this.#settings, this.#owner));
      } catch (cause) {
        this.#fail(this.#ids, cause);
        return;
      }
    }
  }

  /** As many as so many calls that wait need, if none has died too soon. */
  grow(waiting: number): void {
    if (this.recovery.isResting) return;
    const starting = [...this.#workers].filter(({ isReady }) => !isReady).length;
    const more = Math.max(0, waiting - starting);
    this.hireTo(Math.min(this.#workers.size + more, this.#settings.most));
  }

  /** Those that have nothing to do may go. */
  letGo(): void {
    for (const worker of this.#workers) if (worker.jobs.size === 0) worker.leave();
  }

  killAll(): void {
    for (const worker of [...this.#workers]) worker.kill();
  }

  /** It may have nothing to do from now on, and goes if that stays so, and there are enough. */
  restLater(worker: Hireling): void {
    if (worker.jobs.size > 0) return;
    worker.rest(this.#settings.idle, () => {
      if (worker.jobs.size === 0 && this.#workers.size > this.#settings.fewest) worker.leave();
    });
  }

  /** One has ended. Whoever dies before it was ready would die again: the next one comes later. */
  bury(worker: Hireling, ending: Ending, isShut: boolean): void {
    this.#workers.delete(worker);
    if (ending.wasMeant) return;
    this.recovery.note(ending);
    const isLast = !worker.isReady && this.#workers.size === 0;
    if (!isShut) this.recovery.count({ ...ending, wasAtWork: worker.jobs.size > 0 }, worker.since, isLast);
    if (isLast) this.#owner.deserted(ending);
  }

  /** There will be none any more. */
  [Symbol.dispose](): void {
    for (const reminder of this.#reminders.splice(0)) reminder[Symbol.dispose]();
  }

  #fail(id: number, cause: unknown): void {
    const message = `no thread of ${this.#settings.name} could be started: ${inWords(cause)}`;
    const ending = { id, wasReady: false, wasMeant: false, wasAtWork: false, message, cause };
    this.recovery.note(ending);
    this.recovery.count(ending, now(), this.#workers.size === 0);
    if (this.#workers.size === 0) this.#owner.deserted(ending);
  }

  #remind(ms: number): void {
    const reminder = hostTimer(ms, () => {
      if (this.recovery.rested()) this.#rested();
    });
    this.#reminders.push(reminder);
  }
}
