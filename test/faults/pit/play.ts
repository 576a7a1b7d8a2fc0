import type { Here } from '../../stress/here.js';
import type { PitHandle } from './act.js';
import { PITS } from './pits.js';

/** Falls into the pit, and says just before that it may be ended. */
export async function playPit({ pit, handle }: PitHandle, here: Here): Promise<void> {
  const { operation, block } = PITS[pit] as (typeof PITS)[number];
  here.at(operation);
  block(handle, () => void here.goesOn(Number.MAX_SAFE_INTEGER));
}
