import { mkdirSync, writeFileSync } from 'node:fs';
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
  mkdirSync(folder, { recursive: true });
  const modules = new Map(fences.map((fence) => [join(folder, moduleName(fence)), fence]));
  for (const [module, { code }] of modules) writeFileSync(`${module}.ts`, `${code}\n`);

  const files = [...modules.keys()].map((module) => `${module}.ts`);
  const program = ts.createProgram(files, options(root), host(options(root)));
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

const declarations = new Map<string, ts.SourceFile | undefined>();

/** Parses the declarations of the language and the libraries once, however many programs are compiled. */
function host(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (file, ...rest) => {
    if (!file.endsWith('.d.ts')) return read(file, ...rest);
    if (!declarations.has(file)) declarations.set(file, read(file, ...rest));
    return declarations.get(file);
  };
  return host;
}

function described(found: ts.Diagnostic, source: ts.SourceFile, fence: Fence): string {
  const line = source.getLineAndCharacterOfPosition(found.start ?? 0).line + 1;
  return `${fence.file}:${fence.line + line}: ${ts.flattenDiagnosticMessageText(found.messageText, '\n')}`;
}
