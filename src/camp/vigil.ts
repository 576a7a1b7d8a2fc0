import { keepAlive } from '../platform/index.js';
import { home } from './home.js';

/** While somebody on an event loop waits for other threads: keeps the process alive, and has the bell heard. */
export class Vigil {
  #alive: Disposable | null = null;
  #listening: Disposable | null = null;

  /** Once is enough. */
  begin(): void {
    this.#alive ??= keepAlive();
    this.#listening ??= home.listen();
  }

  /**
   * Nobody else can bring what is waited for, so it keeps the process alive no more. But the thread stands among those who wait, and may be
   * called by another one that has something to leave: a bell that is not heard would be the last.
   */
  doze(): void {
    this.#alive?.[Symbol.dispose]();
    this.#alive = null;
    this.#listening ??= home.overhear();
  }

  end(): void {
    this.#alive?.[Symbol.dispose]();
    this.#alive = null;
    this.#listening?.[Symbol.dispose]();
    this.#listening = null;
  }
}
