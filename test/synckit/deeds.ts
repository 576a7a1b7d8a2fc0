/** What the workers of both packages do when they are asked. */

class OwnError extends Error {
  readonly code = 'E_OWN';
  readonly details = { line: 3 };

  constructor(message: string) {
    super(message);
    this.name = 'OwnError';
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const DEEDS = {
  echo: (value: unknown) => value,
  async echoLater(value: unknown) {
    await pause(1);
    return value;
  },
  count: (...values: unknown[]) => values.length,
  async sleep(ms: number) {
    await pause(ms);
    return `slept ${ms}`;
  },
  throwOwn(message: string) {
    throw new OwnError(message);
  },
  throwType() {
    throw new TypeError('outer', { cause: new RangeError('inner') });
  },
  throwValue(value: unknown) {
    throw value;
  },
  throwCircular() {
    const error = new Error('round') as Error & { self?: Error };
    error.self = error;
    throw error;
  },
  answerFunction: () => () => {},
  throwWithFunction() {
    throw Object.assign(new Error('with a function'), { help: () => {} });
  },
  print(text: string) {
    console.log(`log ${text}`);
    process.stdout.write(`out ${text}\n`);
    console.error(`err ${text}`);
    return text;
  },
  about: () => ({ argv: process.argv.slice(1), execArgv: process.execArgv, home: process.cwd() }),
  env: (name: string) => process.env[name],
  global: (name: string) => (globalThis as Record<string, unknown>)[name],
  exit(code: number) {
    process.exit(code);
  },
  uncaught() {
    setTimeout(() => {
      throw new Error('nobody catches this');
    }, 1);
    return new Promise(() => {});
  },
  never: () => new Promise(() => {}),
};

/** The names of all deeds. */
export type Deed = keyof typeof DEEDS;

/** The function of the workers. */
export async function deed(name: Deed, ...args: unknown[]): Promise<unknown> {
  return await (DEEDS[name] as (...args: unknown[]) => unknown)(...args);
}
