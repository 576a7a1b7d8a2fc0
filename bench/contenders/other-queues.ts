import Denque from 'denque';
import type { Shape, Work } from '../scenario.js';
import { ITEM, steady } from './queues.js';

export function denque({ size }: Shape): Work {
  const queue = new Denque<object>();
  return steady(
    size,
    ITEM,
    (item) => queue.push(item),
    () => queue.shift(),
  );
}

export function plainArray({ size }: Shape): Work {
  const queue: object[] = [];
  return steady(
    size,
    ITEM,
    (item) => queue.push(item),
    () => queue.shift(),
  );
}
