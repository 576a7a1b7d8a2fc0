import { type Context, Future, PENDING, type Poll } from 'reveille';

// Eight classes that do the same: each wakes itself and answers pending `left` times, then 1. They are spelt out because
// the engine tells classes apart by where they stand in the source: one class expression evaluated eight times would
// share its code and its feedback.

export class YieldA extends Future<number> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<number> {
    if (this.left === 0) return 1;
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class YieldB extends Future<number> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<number> {
    if (this.left === 0) return 1;
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class YieldC extends Future<number> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<number> {
    if (this.left === 0) return 1;
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class YieldD extends Future<number> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<number> {
    if (this.left === 0) return 1;
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class YieldE extends Future<number> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<number> {
    if (this.left === 0) return 1;
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class YieldF extends Future<number> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<number> {
    if (this.left === 0) return 1;
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class YieldG extends Future<number> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<number> {
    if (this.left === 0) return 1;
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

export class YieldH extends Future<number> {
  constructor(private left: number) {
    super();
  }
  override poll(cx: Context): Poll<number> {
    if (this.left === 0) return 1;
    this.left -= 1;
    cx.waker.wakeByRef();
    return PENDING;
  }
}

/** A future that yields `left` times; each of eight in turn has another class. */
export function eightKindsOfYield(turn: number, left: number): Future<number> {
  switch (turn & 7) {
    case 0:
      return new YieldA(left);
    case 1:
      return new YieldB(left);
    case 2:
      return new YieldC(left);
    case 3:
      return new YieldD(left);
    case 4:
      return new YieldE(left);
    case 5:
      return new YieldF(left);
    case 6:
      return new YieldG(left);
    default:
      return new YieldH(left);
  }
}
