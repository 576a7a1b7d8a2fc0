import { home } from '../../camp/home.js';
import type { Sleeper } from '../../camp/sleeper.js';
import { mayNotBlock } from '../../core/may-not-block.js';
import { canBlock } from '../../platform/index.js';
import type { Idle, Round } from './idle.js';

/** Sleeps on the thread's bell, until it rings or the next timer is due. */
export class OnBell implements Idle {
  readonly mode = 'blocking';
  readonly external = false;

  constructor(private readonly sleeper: Sleeper) {}

  rest(round: Round): void {
    if (round.hasWork()) return;
    const timeout = round.timeout();
    if (timeout === 0) return; // a timer is due
    if (!canBlock()) throw mayNotBlock('executor', 'use { idle: eventLoop() }');
    // A wake between the look above and the sleep leaves a token, and the sleep takes it.
    home.sleep(timeout, this.sleeper);
  }
}
