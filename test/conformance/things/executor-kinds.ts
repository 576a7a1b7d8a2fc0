import { Executor } from 'reveille';
import { channel, parking, spinning } from 'reveille/executor';
import { TestExecutor } from 'reveille/testing';
import type { Play } from '../table/row.js';
import { type Kind, onThings } from './setting.js';

/** Executors that are run by whoever has them, with the ways in which they rest. */
const KINDS: readonly Kind<Executor>[] = [
  { name: 'Executor, parking', shared: false, make: () => new Executor({ idle: parking() }) },
  { name: 'Executor, parking at once', shared: false, make: () => new Executor({ idle: parking({ spin: 0 }) }) },
  { name: 'Executor, spinning', shared: false, make: () => new Executor({ idle: spinning() }) },
  { name: 'Executor, channel', shared: false, make: () => new Executor({ idle: channel() }) },
  { name: 'TestExecutor', shared: false, make: () => new TestExecutor({ schedule: [] }) },
];

/** A case of one thread, which blocks while the executor runs. */
export const onExecutors = (body: (executor: Executor) => void): Play =>
  onThings(
    KINDS,
    [
      function* (_, executor) {
        body(executor);
      },
    ],
    { grades: ['blocking'] },
  );
