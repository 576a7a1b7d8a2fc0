import type { Suite } from '../table/row.js';
import { ARRAY, LIST, ZERO } from './crossbeam-channel-flavours.js';

/** The suites of the elders, with what became of each of their tests. */
export const SUITES: readonly Suite[] = [ARRAY, LIST, ZERO];
