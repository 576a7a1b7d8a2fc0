import { now } from '../../platform/index.js';

/**
 * How far `simulate` has come.
 *
 * @example
 * ```ts
 * import type { SimulationProgress } from 'reveille/testing';
 *
 * const line = ({ runs, of, ms }: SimulationProgress) => `${runs} of ${of} seeds in ${ms} ms`;
 * console.log(line({ runs: 20, of: 100, rate: 10, ms: 2_000 })); // 20 of 100 seeds in 2000 ms
 * ```
 */
export interface SimulationProgress {
  /** Seeds tried. */
  readonly runs: number;
  /** Seeds to try. */
  readonly of: number;
  /** Seeds a second, since the beginning. */
  readonly rate: number;
  /** Milliseconds since the beginning. */
  readonly ms: number;
}

/** Milliseconds between two lines on the console. */
const LINE = 5_000;
/** Milliseconds between two reports. */
const REPORT = 1_000;
/** For how many milliseconds `simulate` keeps the thread at most, if its programs are shorter than that. */
const TURN = 50;

/** Says once a second how far the work has come, and when it is time to let the event loop turn. */
export class Pacer {
  readonly #started = now();
  readonly #of: number;
  readonly #report: (progress: SimulationProgress) => void;
  #reported = this.#started;
  #turned = this.#started;

  constructor(of: number, report: ((progress: SimulationProgress) => void) | undefined) {
    this.#of = of;
    this.#report = report ?? lines();
  }

  /** Milliseconds since the beginning. */
  get ms(): number {
    return now() - this.#started;
  }

  /** Answers whether the event loop should turn. */
  step(runs: number): boolean {
    const time = now();
    if (time - this.#reported >= REPORT) {
      this.#reported = time;
      const { ms } = this;
      this.#report({ runs, of: this.#of, rate: (runs / ms) * 1_000, ms });
    }
    if (time - this.#turned < TURN) return false;
    this.#turned = time;
    return true;
  }
}

/** Writes a line every five seconds, so that nobody takes long work for a hang. */
function lines(): (progress: SimulationProgress) => void {
  let next = LINE;
  return ({ runs, of, rate, ms }) => {
    if (ms < next) return;
    next = ms + LINE;
    const numbers = [runs, of, Math.round(rate)].map((number) => number.toLocaleString('en'));
    console.error(`simulate: ${numbers[0]} of ${numbers[1]} seeds, ${numbers[2]} a second`);
  };
}
