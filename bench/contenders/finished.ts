/**
 * How many tasks are done. A float: a count that outgrew the engine's small integers would change its representation in
 * the middle of a measurement.
 */
const count = new Float64Array(1);

export const finished = {
  note(): void {
    count[0] = (count[0] ?? 0) + 1;
  },
  /** Answers the count and starts again from zero. */
  take(): number {
    const taken = count[0] ?? 0;
    count[0] = 0;
    return taken;
  },
};
