import type { EndHandle } from 'reveille/channel';
import type { Carries } from '../values.js';

/** What a thread needs of the channels of an act. They are one or two, which are closed together. */
export interface Ends {
  readonly role: 'producer' | 'consumer';
  readonly carries: Carries;
  /** How many items a producer sends. */
  readonly count: number;
  readonly lanes: readonly EndHandle[];
  /** Whether bytes can be reserved: not in a rendezvous. */
  readonly canReserve: boolean;
  readonly ledger: SharedArrayBuffer;
  /** Whether a thread may be ended in the midst of a push of a number, which is an error for others. */
  readonly mayBreak: boolean;
}

/** At most so many items at once. */
export const BATCH = 16;
