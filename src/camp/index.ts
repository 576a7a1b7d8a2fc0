export { Camp, type CampHandle } from './camp.js';
export type { Fellow } from './fellows.js';
