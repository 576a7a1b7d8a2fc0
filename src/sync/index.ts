export { AtomicWaker } from './atomic-waker.js';
