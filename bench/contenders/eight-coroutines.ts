import { co, type Future } from 'reveille';
import { YieldA, YieldB, YieldC, YieldD, YieldE, YieldF, YieldG, YieldH } from './eight-futures.js';
import { finished } from './finished.js';

// Eight coroutines that do the same, each awaiting futures of a class of its own.

const taskA = co.wrap(function* taskA(yields: number) {
  for (let i = 0; i < yields; i += 1) yield* new YieldA(1);
  finished.note();
});

const taskB = co.wrap(function* taskB(yields: number) {
  for (let i = 0; i < yields; i += 1) yield* new YieldB(1);
  finished.note();
});

const taskC = co.wrap(function* taskC(yields: number) {
  for (let i = 0; i < yields; i += 1) yield* new YieldC(1);
  finished.note();
});

const taskD = co.wrap(function* taskD(yields: number) {
  for (let i = 0; i < yields; i += 1) yield* new YieldD(1);
  finished.note();
});

const taskE = co.wrap(function* taskE(yields: number) {
  for (let i = 0; i < yields; i += 1) yield* new YieldE(1);
  finished.note();
});

const taskF = co.wrap(function* taskF(yields: number) {
  for (let i = 0; i < yields; i += 1) yield* new YieldF(1);
  finished.note();
});

const taskG = co.wrap(function* taskG(yields: number) {
  for (let i = 0; i < yields; i += 1) yield* new YieldG(1);
  finished.note();
});

const taskH = co.wrap(function* taskH(yields: number) {
  for (let i = 0; i < yields; i += 1) yield* new YieldH(1);
  finished.note();
});

/** A coroutine that yields that often; each of eight in turn has another body. */
export function eightKindsOfCoroutine(turn: number, yields: number): Future<void> {
  switch (turn & 7) {
    case 0:
      return taskA(yields);
    case 1:
      return taskB(yields);
    case 2:
      return taskC(yields);
    case 3:
      return taskD(yields);
    case 4:
      return taskE(yields);
    case 5:
      return taskF(yields);
    case 6:
      return taskG(yields);
    default:
      return taskH(yields);
  }
}
