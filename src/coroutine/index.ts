export { type Co, co } from './co.js';
