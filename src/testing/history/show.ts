import { looks } from './looks.js';

/** Longer texts are cut. */
const MOST = 32;
/** What is nested deeper is left out. */
const DEEPEST = 4;

/**
 * A value as one would write it, on one line and not too long: for pictures and reports. Whatever the value is, it is told
 * somehow, and nothing is consumed.
 */
export function show(value: unknown): string {
  const text = told(value, 0);
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
}

function told(value: unknown, depth: number): string {
  try {
    return written(value, depth);
  } catch {
    return '(untold)'; // a getter or a proxy that throws
  }
}

function written(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MOST));
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message.split('\n', 1)[0]}`;
  const { kind, items } = looks(value);
  if (kind === 'Promise') return 'a promise';
  if (kind === 'Future') return `future ${value}`;
  if (depth === DEEPEST) return '…';
  if (items !== undefined)
    return `[${first(items)
      .map((item) => told(item, depth + 1))
      .join(', ')}]`;
  const fields = first(Object.keys(value)).map((key) => `${key}: ${told(Reflect.get(value, key), depth + 1)}`);
  return `${kind === 'Object' ? '' : `${kind} `}${fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`}`;
}

/** As many as there is room for. */
function first<T>(items: Iterable<T>): T[] {
  const some: T[] = [];
  for (const item of items) if (some.push(item) === MOST) break;
  return some;
}
