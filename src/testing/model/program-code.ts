import { describe } from '../../core/check.js';
import type { Model } from '../history/model.js';
import type { Start } from './start.js';

/** A thread's export: its body, or a generator whose first part is set-up. */
type Body = (shared: unknown) => unknown;

/** The functions of the program under test. */
export interface ProgramCode {
  readonly setup: (() => unknown) | undefined;
  readonly body: Body;
  /** Which threads have set-up of their own. */
  readonly ownSetup: readonly boolean[];
  readonly invariant: ((shared: unknown, answers: readonly unknown[]) => unknown) | undefined;
  readonly always: ((shared: unknown) => unknown) | undefined;
  readonly model: Model | undefined;
}

/**
 * Loads the program.
 *
 * @throws TypeError when an export is not there, or is no function; what the module throws when it is loaded.
 */
export async function loadProgram(start: Start): Promise<ProgramCode> {
  const module = await load(start.module);
  const bodies = start.threads.map((name, i) => exported<Body>(module, `program.threads[${i}]`, name));
  const optional = <F>(field: 'setup' | 'invariant' | 'always' | 'model'): F | undefined => {
    const name = start[field];
    return name === undefined ? undefined : exported<F>(module, `program.${field}`, name);
  };
  return {
    setup: optional('setup'),
    body: bodies[start.me] as Body,
    ownSetup: bodies.map(isGenerator),
    invariant: optional('invariant'),
    always: optional('always'),
    model: optional('model'),
  };
}

async function load(url: string): Promise<Record<string, unknown>> {
  try {
    return (await import(url)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) error.message += aboutSyntax(error, url);
    if ((error as { code?: unknown } | null)?.code === 'ERR_UNKNOWN_FILE_EXTENSION') {
      (error as Error).message += ': install tsx beside it, or name a loader in options.execArgv';
    }
    throw error;
  }
}

/** What the message does not say of an error in the program's syntax: where it is, and what helps. */
function aboutSyntax({ code, stack }: SyntaxError & { code?: unknown }, url: string): string {
  // Node prints the line when such an error ends a process, and tells it to nobody else,
  const isTyped = /_TYPESCRIPT_SYNTAX$/.test(String(code));
  if (!isTyped) return ` (in ${url} or what it imports; \`node --check\` names the line)`;
  // unless it is about types, which `--check` passes over: then it stands above the stack.
  const line = /^file:\S+:\d+$/m.exec(stack ?? '')?.[0] ?? `${url} or what it imports`;
  return ` (in ${line})${code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' ? MORE_THAN_TYPES : ''}`;
}

/** Such as an enum: Node does no more than take types away. */
const MORE_THAN_TYPES = ": name a loader in options.execArgv, such as ['--import', 'tsx']";

function exported<F>(module: Record<string, unknown>, field: string, name: string): F {
  const value = module[name];
  if (typeof value === 'function') return value as F;
  const others = Object.keys(module).join(', ');
  throw new TypeError(
    value === undefined
      ? `${field}: the module has no export '${name}'; it has ${others === '' ? 'none' : others}`
      : `${field}: expected the export '${name}' to be a function, got ${describe(value)}`,
  );
}

function isGenerator(body: Body): boolean {
  return /GeneratorFunction$/.test(Object.getPrototypeOf(body)?.constructor?.name ?? '');
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined)?.then === 'function';
}
