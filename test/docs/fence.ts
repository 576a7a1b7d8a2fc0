import ts from 'typescript';

/** One fenced example. */
export interface Fence {
  /** The file it stands in, relative to the checkout. */
  readonly file: string;
  /** The line of its opening fence, from 1. */
  readonly line: number;
  /** The program. */
  readonly code: string;
  /** Whether it is run, or only type-checked (a fence marked `no-run`). */
  readonly runs: boolean;
}

/** Languages in which an example would escape the tests. */
const UNTESTED = ['typescript', 'tsx', 'js', 'javascript', 'mjs'];

const OPENING = /^(\s*)(`{3,}|~{3,})\s*(\w*)\s*(.*?)\s*$/;

/** The ```ts fences of a Markdown text whose first line is line `start` of `file`. */
export function fencesOfMarkdown(file: string, text: string, start = 1): Fence[] {
  const fences: Fence[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const [, indent, ticks, language, mark] = OPENING.exec(lines[at] ?? '') ?? [];
    if (indent === undefined || ticks === undefined) continue;
    const close = lines.findIndex((line, n) => n > at && line.trim().startsWith(ticks) && /^\s*(.)\1*\s*$/.test(line));
    const line = start + at;
    if (close === -1) throw new Error(`${file}:${line}: this fence is never closed`);
    if (language === 'ts') {
      if (mark !== '' && mark !== 'no-run') throw new Error(`${file}:${line}: unknown mark "${mark}", expected no-run`);
      const code = lines.slice(at + 1, close).map((inner) => inner.replace(indent, ''));
      fences.push({ file, line, code: code.join('\n'), runs: mark === '' });
    } else if (UNTESTED.includes(language ?? '')) {
      throw new Error(`${file}:${line}: write \`\`\`ts instead of \`\`\`${language}, so that the example is run`);
    }
    at = close;
  }
  return fences;
}

/** The ```ts fences in the doc comments of a TypeScript source. */
export function fencesOfSource(file: string, text: string): Fence[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const seen = new Set<number>();
  const fences: Fence[] = [];
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []) {
      if (!text.startsWith('/**', pos) || seen.has(pos)) continue;
      seen.add(pos);
      const start = source.getLineAndCharacterOfPosition(pos).line + 1;
      fences.push(...fencesOfMarkdown(file, uncommented(text.slice(pos, end)), start));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return fences;
}

/** A doc comment without its stars, line by line. */
function uncommented(comment: string): string {
  return comment
    .replace(/^\/\*\*/, '')
    .replace(/\s*\*\/$/, '')
    .replace(/^[ \t]*\* ?/gm, '');
}
