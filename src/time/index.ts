export { now } from './clock.js';
export { hostTimers } from './host-timers.js';
export { type Interval, interval } from './interval.js';
export { sleep, sleepUntil } from './sleep.js';
export { timeout } from './timeout.js';
export { TimerHeap } from './timer-heap.js';
