import { type Context, Future, PENDING, type Poll } from 'reveille';
import { finished } from './finished.js';

// The classes of eight-futures.ts as tasks: nobody takes their answer, so that they note themselves that they are done.

export class TaskA extends Future<void> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<void> {
    if (this.left === 0) return finished.note();
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class TaskB extends Future<void> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<void> {
    if (this.left === 0) return finished.note();
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class TaskC extends Future<void> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<void> {
    if (this.left === 0) return finished.note();
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class TaskD extends Future<void> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<void> {
    if (this.left === 0) return finished.note();
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class TaskE extends Future<void> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<void> {
    if (this.left === 0) return finished.note();
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class TaskF extends Future<void> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<void> {
    if (this.left === 0) return finished.note();
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class TaskG extends Future<void> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<void> {
    if (this.left === 0) return finished.note();
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class TaskH extends Future<void> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<void> {
    if (this.left === 0) return finished.note();
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

/** A task that yields `left` times; each of eight in turn has another class. */
export function eightKindsOfTask(turn: number, left: number): Future<void> {
  switch (turn & 7) {
    case 0:
      return new TaskA(left);
    case 1:
      return new TaskB(left);
    case 2:
      return new TaskC(left);
    case 3:
      return new TaskD(left);
    case 4:
      return new TaskE(left);
    case 5:
      return new TaskF(left);
    case 6:
      return new TaskG(left);
    default:
      return new TaskH(left);
  }
}
