/** How a case asks for what it wants: again and again, as a future, or by blocking its thread. */
export type Grade = 'try' | 'async' | 'blocking';

/** Whether all of a case runs on one thread, or on several. */
export type Place = 'in process' | 'across threads';

/** One way to run a case. */
export interface Variant {
  /** What it runs against. */
  readonly flavour: string;
  readonly grade: Grade;
  readonly place: Place;
}

export const GRADES: readonly Grade[] = ['try', 'async', 'blocking'];
export const PLACES: readonly Place[] = ['in process', 'across threads'];

/** For people. */
export const titleOf = ({ flavour, grade, place }: Variant): string => `${flavour}, ${grade}, ${place}`;
