import type { StrategyOptions } from '../explore/options.js';
import { DepthFirst } from '../strategy/depth-first.js';
import { Dpor } from '../strategy/dpor.js';
import { Pct } from '../strategy/pct.js';
import { RandomWalk } from '../strategy/random.js';
import { Replay } from '../strategy/replay.js';
import type { Strategy } from '../strategy/strategy.js';

/** The strategy that the options name. */
export function strategyOf(options: StrategyOptions): Strategy {
  switch (options.kind) {
    case 'depth-first':
      return new DepthFirst(options.bound);
    case 'dpor':
      return new Dpor();
    case 'random':
      return new RandomWalk(options);
    case 'pct':
      return new Pct(options);
    case 'replay':
      return new Replay(options.schedule);
  }
}
