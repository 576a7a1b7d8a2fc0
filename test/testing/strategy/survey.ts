import { textOf } from '../litmus.js';
import { threadsOf } from './play.js';
import { Machine, type MachineOptions, type ToyProgram, USUAL } from './toy-machine.js';

/**
 * What strategies are held against: all that a program can do, found without any of their code by walking through the
 * machine's states, each of them once.
 */
export class Survey {
  readonly outcomes: readonly string[];
  /** How many schedules there are with 0, 1, 2 ... preemptions. */
  readonly schedules: readonly number[];
  /** How many states there are. */
  readonly states: number;

  constructor(program: ToyProgram, options: MachineOptions = USUAL) {
    const outcomes = new Set<string>();
    const known = new Map<string, readonly number[]>();
    const count = (machine: Machine, last: number): readonly number[] => {
      const key = `${last} ${machine.key}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const { enabled, timed } = machine;
      const counts: number[] = enabled === 0 ? [1] : [];
      if (enabled === 0) outcomes.add(textOf(machine.ending, true));
      for (const thread of threadsOf(enabled)) {
        const after = machine.clone();
        after.step(thread);
        const cost = costs(thread, last, enabled & ~timed, timed) ? 1 : 0;
        for (const [i, n] of count(after, thread).entries()) counts[i + cost] = (counts[i + cost] ?? 0) + n;
      }
      for (let i = 0; i < counts.length; i += 1) counts[i] ??= 0;
      known.set(key, counts);
      return counts;
    };
    this.schedules = count(new Machine(program, options), -1);
    this.outcomes = [...outcomes].sort();
    this.states = known.size;
  }

  get allSchedules(): number {
    return this.schedules.reduce((sum, n) => sum + n, 0);
  }
}

/** Whether the step preempts, said once more in other words than the strategies use. */
function costs(thread: number, last: number, awake: number, timed: number): boolean {
  if (threadsOf(timed).includes(thread)) return awake !== 0;
  return last !== -1 && thread !== last && threadsOf(awake).includes(last);
}
