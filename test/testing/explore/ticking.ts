import { existsSync } from 'node:fs';
import { mock, type TestContext } from 'node:test';

/** Takes the clock of the main thread in hand: its timers go off when they are told to. */
export function stopTheClock(t: TestContext): void {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Lets a second pass, again and again, until `promise` is settled. */
export async function tickUntil<T>(promise: Promise<T>): Promise<T> {
  let over = false;
  const settled = promise.finally(() => {
    over = true;
  });
  settled.catch(() => {}); // answered below
  while (!over) {
    mock.timers.tick(1_000);
    await turn();
  }
  return settled;
}

/** Waits for a file that somebody writes. */
export async function appears(file: string): Promise<void> {
  while (!existsSync(file)) await turn();
}
