import { co, type Future, fromPromise, now, PENDING, pollFn, sleep, spawn } from 'reveille';
import { AtomicWaker } from 'reveille/sync';

/** A channel as programs write them, for promises and tasks alike. */
export class Mailbox<T> {
  readonly #items: T[] = [];
  readonly #waiting = new AtomicWaker();

  send(item: T): void {
    this.#items.push(item);
    this.#waiting.wake();
  }

  receive(): Future<T> {
    return pollFn((cx) => {
      if (this.#items.length > 0) return this.#items.shift() as T;
      this.#waiting.register(cx.waker);
      return PENDING;
    });
  }
}

/** Tasks, timers, promises and a channel between them; answers what happened, in order. */
export async function mixedProgram(): Promise<string[]> {
  const log: string[] = [];
  const mail = new Mailbox<string>();
  const writer = async (name: string, ms: number): Promise<void> => {
    for (let i = 0; i < 3; i += 1) {
      await sleep(ms);
      await Promise.resolve();
      mail.send(`${name}${i} at ${now()}`);
    }
  };
  const reader = spawn(
    co(function* reader() {
      for (let i = 0; i < 6; i += 1) {
        log.push(yield* mail.receive());
        yield* fromPromise(Promise.resolve());
      }
    }),
  );
  await Promise.all([writer('a', 10), writer('b', 10)]);
  await reader;
  return log;
}
