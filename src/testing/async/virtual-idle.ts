import type { Idle, Round } from '../../executor/idle/idle.js';
import type { VirtualTimers } from './virtual-timers.js';

/** When nothing can run, the clock jumps to the next deadline. */
export class VirtualIdle implements Idle {
  readonly mode = 'blocking';
  readonly external = false;

  constructor(private readonly timers: VirtualTimers) {}

  rest(round: Round): void {
    if (!round.hasWork()) this.timers.jump();
  }
}
