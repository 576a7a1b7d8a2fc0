import type { Scenario } from '../scenario.js';

const means = () => import('../contenders/codecs.js');

/** An object there and back, of 57 and of 860 bytes of JSON, next to what copies one without shared memory. */
export const CODECS: readonly Scenario[] = [57, 860].map((size) => ({
  family: 'codecs',
  unit: 'encode + decode',
  size,
  classes: 1,
  contenders: [
    { name: 'record', prepare: async (shape) => (await means()).ofRecord(shape) },
    { name: 'json', prepare: async (shape) => (await means()).ofJson(shape) },
    { name: 'msgpack', prepare: async (shape) => (await means()).ofMsgpack(shape) },
    { name: 'structured', prepare: async (shape) => (await means()).ofStructured(shape) },
    { name: 'JSON', prepare: async (shape) => (await means()).throughText(shape) },
    { name: 'v8.serialize', prepare: async (shape) => (await means()).throughV8(shape) },
    { name: 'structuredClone', prepare: async (shape) => (await means()).cloned(shape) },
  ],
}));
