import { Prng } from '../strategy/prng.js';
import type { CheckedThread } from './checked-thread.js';
import { isThenable } from './program-code.js';

/** The program's set-up: run once, and what it left in shared memory is put back before each run. */
export class ProgramSetup {
  readonly #thread: CheckedThread;
  #images: readonly (readonly [buffer: SharedArrayBuffer, image: Uint8Array])[] | undefined;

  constructor(thread: CheckedThread) {
    this.#thread = thread;
  }

  /** Brings the shared memory to the state after set-up. */
  async restore(): Promise<void> {
    const { code } = this.#thread;
    if (code.setup === undefined) return;
    // Memory that has grown cannot shrink: the set-up is run anew, and given new memory in its place.
    if (this.#images === undefined || this.#images.some(([buffer, image]) => buffer.byteLength !== image.length)) {
      await this.#run(code.setup);
    } else {
      for (const [buffer, image] of this.#images) new Uint8Array(buffer).set(image);
    }
  }

  async #run(setup: () => unknown): Promise<void> {
    const { world, steps, common, loop, codec, exchange } = this.#thread;
    steps.reset();
    loop.reset();
    common.restart();
    world.chance = new Prng(1);
    world.making = common;
    world.mode = 'setting up';
    try {
      const answer = setup();
      const shared = isThenable(answer) ? await loop.settle('setup', answer) : answer;
      if (loop.hasMore) world.refuse(`setup: ${LEFT_BEHIND}`);
      exchange.send('common', codec.encode('setup: what it answers', shared), common);
    } finally {
      world.mode = 'outside';
    }
    this.#images = common.latest.map((buffer) => [buffer, new Uint8Array(buffer).slice()] as const);
  }
}

const LEFT_BEHIND = 'leaves timers, immediates or waits behind, which the first run alone would have: await them';
