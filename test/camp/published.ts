/** Words, on lines of their own: what is written plainly, how much of it was seen, and which of it was not. */
export const [DATA, SEEN, LOST] = [0, 64, 128] as const;
export const ROUNDS = 200_000;
