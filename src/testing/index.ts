export { record } from './history/record.js';
