/** Frames of the checker, of `record` and of the library's facade over `Atomics`: not where a step was made. */
const INSIDE = /thread\.worker\.js|src[\\/](?:testing[\\/](?:model|history)|platform)[\\/]|^node:|\(node:/;

/** The line of a stack that made a step, `src/park/parker.ts:131 Parker.park`; undefined when there is none. */
export function sourceLine(stack: string | undefined, folder: string): string | undefined {
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const frame = frames.find((line) => !INSIDE.test(line));
  const [, name = '', place = ''] = /^\s+at (?:(.+?) \()?(.*?):\d+\)?$/.exec(frame ?? '') ?? [];
  if (place === '') return undefined;
  const path = decodeURI(place.replace(/^file:\/\//, '')).replace(`${folder}/`, '');
  return `${path} ${name.replace(/^(?:new|async) /, '')}`.trim();
}
