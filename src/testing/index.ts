export { drawHistory } from './history/draw-history.js';
export { linearize } from './history/linearize.js';
export { type Model, models } from './history/model.js';
export type { Operation } from './history/operation.js';
export { record } from './history/record.js';
