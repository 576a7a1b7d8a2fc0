import type { Future } from '../core/future.js';
import { PENDING } from '../core/poll.js';
import type { Blocker } from './blocker.js';

/** Polls a future until it is ready. */
type Loop = (future: Future<unknown>, blocker: Blocker) => unknown;

/**
 * The same line again and again, since V8 keeps what it learns of a call site with the function's text: a site that
 * meets one class of futures compiles to the body of its `poll`; one that meets five or more, to a look-up and a call at
 * each turn. A loop of its own for each class keeps them apart (8 classes, 50 yields: a quarter of the time). Making
 * copies with `new Function` is forbidden wherever a content security policy is in force.
 */
// biome-ignore-start format: one line each
const own: Loop = (f, b) => {
  let v: unknown;
  while ((v = f.poll(b)) === PENDING) b.wait(f);
  return v;
};
const others: readonly Loop[] = [
  (f, b) => {
    let v: unknown;
    while ((v = f.poll(b)) === PENDING) b.wait(f);
    return v;
  },
  (f, b) => {
    let v: unknown;
    while ((v = f.poll(b)) === PENDING) b.wait(f);
    return v;
  },
  (f, b) => {
    let v: unknown;
    while ((v = f.poll(b)) === PENDING) b.wait(f);
    return v;
  },
  (f, b) => {
    let v: unknown;
    while ((v = f.poll(b)) === PENDING) b.wait(f);
    return v;
  },
  (f, b) => {
    let v: unknown;
    while ((v = f.poll(b)) === PENDING) b.wait(f);
    return v;
  },
  (f, b) => {
    let v: unknown;
    while ((v = f.poll(b)) === PENDING) b.wait(f);
    return v;
  },
  (f, b) => {
    let v: unknown;
    while ((v = f.poll(b)) === PENDING) b.wait(f);
    return v;
  },
];
const shared: Loop = (f, b) => {
  let v: unknown;
  while ((v = f.poll(b)) === PENDING) b.wait(f);
  return v;
};
// biome-ignore-end format: one line each

/** V8 inlines a call site that meets up to four classes. */
const CLASSES_A_LOOP = 4;

/** Who has a loop among `others`, known by the class's `poll` method: the n-th has loop n, from the start again after the last. */
const owners: unknown[] = [];
let owner: unknown;

/**
 * Polls `future` until it is ready; `blocker.wait` is called whenever it is pending. `poll` is the future's own: with
 * many classes about, looking it up costs more than a poll, so callers that looked already pass it on.
 */
export function pollUntilReady<T>(future: Future<T>, poll: Future<T>['poll'], blocker: Blocker): T {
  // The first class has no array to go through, so that its whole loop is inlined into the caller.
  if (poll === owner) return own(future, blocker) as T;
  return loopOf(poll)(future, blocker) as T;
}

function loopOf(poll: Future<unknown>['poll']): Loop {
  for (let index = 0; index < owners.length; index += 1) {
    if (owners[index] === poll) return others[index % others.length] ?? shared;
  }
  if (owner === undefined) {
    owner = poll;
    return own;
  }
  if (owners.length === others.length * CLASSES_A_LOOP) return shared;
  owners.push(poll);
  return loopOf(poll);
}
