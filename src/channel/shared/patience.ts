import { Spin } from '../../camp/spin.js';

/** The longest first pause of one who is patient, and of one who wants many at once, in turns of an empty loop. */
const PATIENT = 8192;
const FOR_MANY = 2048;
/** So many turns for each place at most: a number takes as long, and a channel that has filled up meanwhile makes the other thread wait. */
const A_PLACE = 32;
/** So many values in a row without waiting make patience worth while. */
const STREAM = 8;
/** After so many waits a thread tries whether patience would be, and at the latest after so many. */
const AGAIN = 16;
const AGAIN_AT_MOST = 256;

/**
 * How long to pause is best depends on what comes: an answer is best seen at once, but of a stream each value that is
 * taken the moment it comes costs both threads the cache line, and a channel is twice as fast when the receiver lets some
 * gather first. So a thread tries now and then, more and more seldom as long as that is in vain, and is patient as long as it finds
 * several at a time.
 */
export class Patience extends Spin {
  readonly #patient: number;
  readonly #forMany: number;
  #waits = 0;
  #again = AGAIN;
  #streak = 0;
  #isPatient = false;

  /**
   * @param capacity - how many values fit.
   * @param most - see {@link Spin}.
   */
  constructor(capacity: number, most?: number) {
    super(most);
    this.#patient = Math.min(PATIENT, capacity * A_PLACE);
    this.#forMany = Math.min(FOR_MANY, capacity * A_PLACE);
  }

  /** Whoever wants many at once has nothing from the first one. */
  override pause(look: number, wantsMany = false): void {
    if (look === 0) {
      this.#choose();
      if (wantsMany || this.#isPatient) {
        this.turn(wantsMany ? this.#forMany : this.#patient);
        return;
      }
    }
    super.pause(look);
  }

  override worthIt(looks: number): true {
    if (looks === 0) this.#streak += 1;
    return super.worthIt(looks);
  }

  #choose(): void {
    const isStream = this.#streak >= STREAM;
    this.#streak = 0;
    if (this.#isPatient) {
      this.#isPatient = isStream;
      this.#again = isStream ? AGAIN : Math.min(AGAIN_AT_MOST, this.#again * 2);
      return;
    }
    this.#waits += 1;
    if (this.#waits < this.#again) return;
    this.#waits = 0;
    this.#isPatient = true;
  }
}
