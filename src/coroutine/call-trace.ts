/** What a coroutine shows of itself to an error's stack. */
interface Frame {
  readonly name: string;
  readonly caller: Frame | null;
}

/** How many awaiting coroutines are named; V8 itself stops at ten frames. */
const LIMIT = 10;

const named = /* @__PURE__ */ new WeakSet<Error>();

/**
 * Adds the coroutines that await each other to the error's stack, as V8 adds `at async` lines: the explicit stack means
 * that they are not on the native one.
 */
export function nameCallers(error: unknown, innermost: Frame | null): void {
  if (innermost === null || !(error instanceof Error) || typeof error.stack !== 'string' || named.has(error)) return;
  named.add(error); // one that is kept and thrown again must not grow
  let lines = '';
  let frame: Frame | null = innermost;
  for (let count = 0; frame !== null && count < LIMIT; count += 1, frame = frame.caller)
    lines += `\n    at co ${frame.name}`;
  Reflect.set(error, 'stack', error.stack + lines); // a frozen error keeps its own
}
