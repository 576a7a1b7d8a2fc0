const marks = /* @__PURE__ */ new Map<string, number>();

/**
 * A number that stands for a function's name beside a call, so that whoever finds the call knows of which function it is before it
 * takes the arguments. Fowler, Noll and Vo's hash (1991); two names may have the same.
 */
export function markOf(name: string): number {
  return marks.get(name) ?? newMark(name);
}

function newMark(name: string): number {
  let mark = 0x811c_9dc5;
  for (let i = 0; i < name.length; i += 1) mark = Math.imul(mark ^ name.charCodeAt(i), 0x0100_0193);
  marks.set(name, mark);
  return mark;
}
