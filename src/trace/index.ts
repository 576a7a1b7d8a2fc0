export { type Observer, observe } from './hooks.js';
