import { co, Executor, yieldNow } from 'reveille';
import type { Work } from '../scenario.js';
import { eightKindsOfCoroutine } from './eight-coroutines.js';
import { eightKindsOfTask, TaskA } from './eight-tasks.js';
import { finished } from './finished.js';
import { type Load, running } from './tasks.js';

/** Tasks of hand-written futures on one executor, which is used again as a program would. */
export function handWritten(load: Load): Work {
  const { tasks, yields, classes } = load;
  const executor = new Executor();
  const one = () => {
    for (let i = 0; i < tasks; i += 1) executor.spawn(new TaskA(yields));
    executor.run();
  };
  const eight = () => {
    for (let i = 0; i < tasks; i += 1) executor.spawn(eightKindsOfTask(i, yields));
    executor.run();
  };
  return running(load, classes === 1 ? one : eight, finished.take);
}

/** The same with coroutines. */
export function coroutines(load: Load): Work {
  const { tasks, yields, classes } = load;
  const executor = new Executor();
  const one = () => {
    for (let i = 0; i < tasks; i += 1) executor.spawn(task(yields));
    executor.run();
  };
  const eight = () => {
    for (let i = 0; i < tasks; i += 1) executor.spawn(eightKindsOfCoroutine(i, yields));
    executor.run();
  };
  return running(load, classes === 1 ? one : eight, finished.take);
}

const task = co.wrap(function* task(yields: number) {
  for (let i = 0; i < yields; i += 1) yield* yieldNow();
  finished.note();
});
