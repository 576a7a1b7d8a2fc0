import type { Idle, Round } from '../../executor/idle/idle.js';
import { OutsideError } from './errors.js';
import type { VirtualTimers } from './virtual-timers.js';

/** When nothing can run, the clock jumps to the next deadline. */
export class VirtualIdle implements Idle {
  readonly mode = 'blocking';
  readonly external = false;

  constructor(private readonly timers: VirtualTimers) {}

  bell(): never {
    throw new OutsideError('bell: a TestExecutor never sleeps, so there is nothing to end its sleep');
  }

  rest(round: Round): void {
    if (!round.hasWork()) this.timers.jump();
  }
}
