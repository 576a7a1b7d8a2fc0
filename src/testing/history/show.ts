/** A value as one would write it, on one line and not too long: for pictures and reports. */
export function show(value: unknown): string {
  const text = written(value);
  return text.length > 32 ? `${text.slice(0, 31)}…` : text;
}

function written(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message.split('\n', 1)[0]}`;
  if (Symbol.iterator in value) return `[${[...(value as Iterable<unknown>)].map(show).join(', ')}]`;
  const fields = Object.entries(value).map(([key, field]) => `${key}: ${show(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
