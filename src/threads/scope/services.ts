import type { Services, Timers } from '../../core/context.js';
import type { Future } from '../../core/future.js';

/** Who sees to what dropped futures leave to clean up. */
interface Adopter {
  adopt(cleanUp: Future<unknown>): void;
}

/** What a child of a scope offers to the futures that it drives: what is offered to the scope, and that it cleans up after them. */
export class ChildServices implements Services {
  constructor(
    readonly outer: Services,
    private readonly child: Adopter,
  ) {}

  get eventLoop(): boolean {
    return this.outer.eventLoop;
  }

  get clocks(): number | undefined {
    return this.outer.clocks;
  }

  get timers(): Timers | undefined {
    return this.outer.timers;
  }

  get budget(): number {
    return this.outer.budget;
  }

  adopt(cleanUp: Future<unknown>): void {
    this.child.adopt(cleanUp);
  }
}

/** Those of who blocks, or of the executor that does, be the poll in a scope or not. */
export function outermost(services: Services): Services {
  let outer = services;
  while (outer instanceof ChildServices) outer = outer.outer;
  return outer;
}
