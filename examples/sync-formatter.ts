/** A synchronous formatter over an asynchronous one: what calls it can neither await nor be rewritten. */
import { isMainThread } from 'node:worker_threads';
import { blockOn } from 'reveille';
import { offload } from 'reveille/threads';

/** What there is: its rules are loaded when they are needed, so it answers a promise. */
export async function format(source: string): Promise<string> {
  const { EOL } = await import('node:os'); // as a plug-in, or a parser in WebAssembly, would be
  let depth = 0;
  const lines = source.split(/(?<=[{};])\s*|\s*(?=\})/).filter((line) => line !== '');
  const indented = lines.map((line) => {
    if (line.startsWith('}')) depth -= 1;
    if (depth < 0) throw new SyntaxError(`a "}" too many: ${line}`);
    const text = '  '.repeat(depth) + line.trim();
    if (line.endsWith('{')) depth += 1;
    return text;
  });
  return indented.join(EOL);
}

/** This file again, on a thread that starts with the first call. */
const formatter = offload<{ format: typeof format }>(import.meta.url);

/** What is wanted. */
export const formatSync = (source: string): string => blockOn(formatter.format(source), { timeout: 20_000 });

if (isMainThread) {
  const source = 'function wake(task) { if (task.queued) { return; } queue.push(task); }';
  // A callback that has to answer at once, as the hook of an editor or a linter has.
  console.log(source.replace(/^.*$/s, formatSync));
  try {
    formatSync('}');
  } catch (error) {
    console.log(String(error)); // the error of the other thread, of its own class
    console.log(error instanceof SyntaxError);
  }
}
