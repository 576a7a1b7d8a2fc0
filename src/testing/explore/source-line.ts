/** Code of the checker, of `record` and of the library's facade over `Atomics`: not where a step was made. */
const INSIDE = ['dist/testing/', 'src/testing/model/', 'src/testing/history/', 'src/platform/'];

interface Frame {
  readonly path: string;
  readonly line: string;
  readonly name: string;
}

/** The line of a stack that made a step, `src/park/parker.ts:131 Parker.park`; undefined when there is none. */
export function sourceLine(stack: string | undefined, folder: string): string | undefined {
  const frames = (stack ?? '').split('\n').flatMap(frameOf);
  const root = pathOf(new URL('../../', import.meta.url).href); // where this package is
  const inside = (path: string) => INSIDE.some((own) => path.startsWith(root + own));
  const frame = frames.find(({ path }) => !path.startsWith('node:') && !inside(path));
  if (frame === undefined) return undefined;
  const path = frame.path.startsWith(`${folder}/`) ? frame.path.slice(folder.length + 1) : frame.path;
  return `${path}:${frame.line} ${frame.name}`.trim();
}

/** Reads `    at Parker.park (file:///home/me/park.ts:131:7)`. */
function frameOf(text: string): Frame[] {
  const [, name = '', path = '', line = ''] = /^\s+at (?:(.+?) \()?(.+?):(\d+):\d+\)?$/.exec(text) ?? [];
  return path === '' ? [] : [{ path: pathOf(path), line, name: name.replace(/^(?:new|async) /, '') }];
}

/** A file's path, of its URL or itself: source maps name files, Node names URLs. */
function pathOf(place: string): string {
  if (!place.startsWith('file://')) return place;
  try {
    return decodeURI(place.slice('file://'.length));
  } catch {
    return place; // no URL after all
  }
}
