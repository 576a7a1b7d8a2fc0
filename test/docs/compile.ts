import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type Documented, documentedOutput, recordOutput } from './documented-output.js';
import type { Fence } from './fence.js';

/** An example as a program on disk. */
export interface Example {
  readonly fence: Fence;
  /** The module, without `.ts` or `.js`. */
  readonly module: string;
  /** What the compiler says of it, each with the file and line of the documentation. */
  readonly errors: readonly string[];
  /** What its comments promise. */
  readonly documented: readonly Documented[];
}

/**
 * Type-checks all examples as one program, with the repository's own strict options, and writes them as modules into
 * `folder`, which must lie within the package, for `reveille` to mean this package.
 */
export function compile(fences: readonly Fence[], root: string, folder: string): Example[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const modules = new Map(fences.map((fence) => [join(folder, moduleName(fence)), fence]));
  for (const [module, { code }] of modules) writeFileSync(`${module}.ts`, `${code}\n`);

  const program = ts.createProgram(
    [...modules.keys()].map((module) => `${module}.ts`),
    options(root),
  );
  program.emit(undefined, undefined, undefined, false, { before: [recordOutput] });
  const diagnostics = ts.getPreEmitDiagnostics(program);
  for (const { file, messageText } of diagnostics) {
    if (file === undefined) throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
  return [...modules].map(([module, fence]) => {
    const source = program.getSourceFile(`${module}.ts`);
    if (source === undefined) throw new Error(`${module}.ts was not compiled`);
    const errors = diagnostics.filter(({ file }) => file === source).map((found) => described(found, source, fence));
    return { fence, module, errors, documented: documentedOutput(source) };
  });
}

function moduleName({ file, line }: Fence): string {
  return `${file.replace(/\.\w+$/, '').replaceAll('/', '-')}-${line}`;
}

function options(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile) as { config: object };
  return {
    ...ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root).options,
    composite: false,
    declaration: false,
    skipLibCheck: true,
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
}

function described(found: ts.Diagnostic, source: ts.SourceFile, fence: Fence): string {
  const line = source.getLineAndCharacterOfPosition(found.start ?? 0).line + 1;
  return `${fence.file}:${fence.line + line}: ${ts.flattenDiagnosticMessageText(found.messageText, '\n')}`;
}
