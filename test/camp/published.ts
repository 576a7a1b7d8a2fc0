/** Words, on lines of their own: what is written plainly, how much of it was seen, which of it was not, and whether that was all. */
export const [DATA, SEEN, LOST, OVER] = [0, 64, 128, 192] as const;
export const ROUNDS = 200_000;
/** On a machine with one processor to spare a round takes long: milliseconds for all. */
export const LONGEST = 5_000;
