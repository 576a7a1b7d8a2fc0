import type { Carrier } from '../contenders/carried.js';
import type { Scenario } from '../scenario.js';

const carried = () => import('../contenders/carried.js');
const common = { unit: 'value', classes: 1 } as const;

/** Objects of 57 bytes of JSON, and frames of 1 KB, to another thread: through a channel, and as messages. */
export const CARRIED: readonly Scenario[] = [
  {
    ...common,
    family: 'objects_between_threads',
    size: 57,
    contenders: (['record', 'json', 'msgpack', 'message'] as const).map((name: Carrier) => ({
      name,
      prepare: async () => (await carried()).objects(name),
    })),
  },
  {
    ...common,
    family: 'frames_between_threads',
    size: 1024,
    contenders: (['bytes', 'reserve', 'message'] as const).map((name: Carrier) => ({
      name,
      prepare: async ({ size }) => (await carried()).frames(name, size),
    })),
  },
];
