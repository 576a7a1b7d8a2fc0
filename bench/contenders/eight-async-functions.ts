// Eight async functions that do the same.

export async function asyncA(yields: number): Promise<number> {
  for (let i = 0; i < yields; i += 1) await null;
  return 1;
}

export async function asyncB(yields: number): Promise<number> {
  for (let i = 0; i < yields; i += 1) await null;
  return 1;
}

export async function asyncC(yields: number): Promise<number> {
  for (let i = 0; i < yields; i += 1) await null;
  return 1;
}

export async function asyncD(yields: number): Promise<number> {
  for (let i = 0; i < yields; i += 1) await null;
  return 1;
}

export async function asyncE(yields: number): Promise<number> {
  for (let i = 0; i < yields; i += 1) await null;
  return 1;
}

export async function asyncF(yields: number): Promise<number> {
  for (let i = 0; i < yields; i += 1) await null;
  return 1;
}

export async function asyncG(yields: number): Promise<number> {
  for (let i = 0; i < yields; i += 1) await null;
  return 1;
}

export async function asyncH(yields: number): Promise<number> {
  for (let i = 0; i < yields; i += 1) await null;
  return 1;
}

/** A promise that takes that many turns of the microtask queue; each of eight in turn has another function. */
export function eightKindsOfAsync(turn: number, yields: number): Promise<number> {
  switch (turn & 7) {
    case 0:
      return asyncA(yields);
    case 1:
      return asyncB(yields);
    case 2:
      return asyncC(yields);
    case 3:
      return asyncD(yields);
    case 4:
      return asyncE(yields);
    case 5:
      return asyncF(yields);
    case 6:
      return asyncG(yields);
    default:
      return asyncH(yields);
  }
}
