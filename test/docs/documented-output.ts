import ts from 'typescript';

/** What a comment behind a `console.log` says that it prints. */
export interface Documented {
  /** The line of the comment within the example, from 1. */
  readonly line: number;
  /** The promised output. */
  readonly text: string;
}

/** One printed text, and the line within the example of the `console.log` that printed it. */
export interface Printed {
  readonly line: number;
  readonly text: string;
}

/** What may stand between a call and its comment. */
const COMMENT = /^[\s)\]};,]*\/\/[ \t]*(.+)/;

function promise(call: ts.Node, source: ts.SourceFile): Documented | undefined {
  if (!ts.isCallExpression(call) || call.expression.getText(source) !== 'console.log') return undefined;
  const [rest = ''] = source.text.slice(call.end).split('\n', 1);
  const text = COMMENT.exec(rest)?.[1]?.trim();
  return text === undefined ? undefined : { line: source.getLineAndCharacterOfPosition(call.end).line + 1, text };
}

/** Each `console.log(x); // text` of an example. */
export function documentedOutput(source: ts.SourceFile): Documented[] {
  const found: Documented[] = [];
  const visit = (node: ts.Node): void => {
    const documented = promise(node, source);
    if (documented !== undefined) found.push(documented);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Replaces `console.log` in each `console.log(x); // text` by `documentedLog(line)`, which record-output.ts defines. */
export const recordOutput: ts.TransformerFactory<ts.SourceFile> = (context) => (source) => {
  const { factory } = context;
  const visit = (node: ts.Node): ts.Node => {
    const documented = promise(node, source);
    const inner = ts.visitEachChild(node, visit, context);
    if (documented === undefined || !ts.isCallExpression(inner)) return inner;
    const log = factory.createCallExpression(factory.createIdentifier('documentedLog'), undefined, [
      factory.createNumericLiteral(documented.line),
    ]);
    return factory.updateCallExpression(inner, log, undefined, inner.arguments);
  };
  return ts.visitEachChild(source, visit, context);
};

/** The text after a line `// output:`, which is all that the example prints; undefined when there is none. */
export function documentedStdout(code: string): string | undefined {
  const block = /^\/\/ output:\n((?:\/\/.*(?:\n|$))*)/im.exec(code)?.[1];
  return block?.replace(/^\/\/ ?/gm, '').trim();
}

/** Whether `actual` is what was documented. `...` in the documented text stands for anything. */
export function matches(documented: string, actual: string): boolean {
  const escaped = documented.trim().replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const pattern = new RegExp(`^${escaped.replace(/\\\.\\\.\\\.|…/g, '[^]*')}$`);
  return pattern.test(actual.trim());
}

/**
 * The same for the comment behind a call, which is one line and may go on with a remark: `// 3: one a reader` or
 * `// 3 (readers)`.
 */
export function matchesComment(documented: string, actual: string): boolean {
  const ends = [...documented.matchAll(/: | \(/g)].map(({ index }) => index);
  const texts = [documented, ...ends.map((end) => documented.slice(0, end))];
  return texts.some((text) => matches(text, actual.replace(/\s+/g, ' ')));
}
