import { numberOf } from './buffers.js';

/** What the buffers in a shared value are called: after the way to them, `queue`, `handle.bell`. */
export function bufferNames(shared: unknown): Map<number, string> {
  const names = new Map<number, string>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
    if (buffer instanceof SharedArrayBuffer) {
      const id = numberOf(buffer);
      if (!names.has(id)) names.set(id, path === '' ? 'shared' : path);
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      visit(item, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
    }
  };
  visit(shared, '');
  return names;
}
