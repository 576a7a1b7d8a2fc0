/**
 * How far an exploration has come.
 *
 * @example
 * ```ts
 * import type { Progress } from 'reveille/testing';
 *
 * const line = ({ runs, phase, rate }: Progress) => `${runs} schedules (${phase}), ${Math.round(rate)} a second`;
 * console.log(line({ runs: 20, phase: 'bound 1', rate: 9.9, ms: 2_000 })); // 20 schedules (bound 1), 10 a second
 * ```
 */
export interface Progress {
  /** Schedules tried. */
  readonly runs: number;
  /** What the strategy is at: `bound 2`. */
  readonly phase: string;
  /** Schedules a second, since the beginning. */
  readonly rate: number;
  /** Milliseconds since the beginning. */
  readonly ms: number;
}

/** Milliseconds between two lines. */
const PAUSE = 5_000;

/** Writes a line to stderr every five seconds, so that nobody takes long work for a hang. */
export function progressLines(name: string): (progress: Progress) => void {
  let next = PAUSE;
  return ({ runs, phase, rate, ms }) => {
    if (ms < next) return;
    next = ms + PAUSE;
    const seconds = Math.round(ms / 1_000);
    process.stderr.write(
      `explore ${name}: ${runs.toLocaleString('en')} schedules in ${seconds} s, ` +
        `${Math.round(rate).toLocaleString('en')} a second, ${phase}\n`,
    );
  };
}
