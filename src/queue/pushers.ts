/** Who knows which threads push to a queue: a channel, in which all that do have seats. */
export interface Pushers {
  /** Whether a thread that lives may be in the midst of a push. */
  readonly areAlive: boolean;
  /** A push was passed over: there is room for one more. */
  passedOver(): void;
}
