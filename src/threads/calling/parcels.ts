/** Arrays of an answer that come by a port; or that it is not to be waited for, since nobody gets that answer. */
export interface Parcel {
  readonly parcel: number;
  readonly buffers?: readonly ArrayBuffer[];
}

/**
 * Large arrays of answers, on their way from a worker to the thread that owns it. They are copied once, into buffers that then
 * belong to that thread, where shared memory takes a copy on either side.
 *
 * The answer's slot has the number of its parcel, which is there before the answer is. Whoever takes the answer, or drops it,
 * takes the parcel, too: so none is left.
 */
export class Parcels {
  /** On a worker: sends one to the thread that owns it. */
  send: ((parcel: Parcel) => void) | null = null;
  /** On that thread: those who may have received some, and bring them here then. */
  readonly arrivals = new Set<() => void>();
  readonly #here = new Map<number, readonly ArrayBuffer[]>();

  /** A port has brought it. */
  receive({ parcel, buffers }: Parcel): void {
    if (buffers === undefined) this.#here.delete(parcel);
    else this.#here.set(parcel, buffers);
  }

  /** The arrays of that parcel; none where it has not come, and will not. */
  take(parcel: number): readonly ArrayBuffer[] {
    if (!this.#here.has(parcel)) for (const look of this.arrivals) look();
    const buffers = this.#here.get(parcel);
    this.#here.delete(parcel);
    return buffers ?? [];
  }
  /** Nobody wants it: neither here, nor where it was sent from here. */
  drop(parcel: number): void {
    if (this.send === null) this.take(parcel);
    else this.send({ parcel });
  }
}
