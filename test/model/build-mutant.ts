import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { ROOT } from '../package/fixture.js';
import { Imports, sourceOf } from './imports.js';

/** A realistic mistake in one line of the library, which the checker must find. */
export interface Mutant {
  /** In a few words, with hyphens: the folder's name, too. */
  readonly name: string;
  /** The source it is made in: `src/queue/shared-array-queue.ts`. */
  readonly file: string;
  /** A text that stands once in that file. */
  readonly replace: string;
  /** What stands there instead. */
  readonly by: string;
  /** What goes wrong, and how somebody might come to write it. */
  readonly why: string;
}

/** A program that is to be built with a mistake in the library. */
export interface Build {
  readonly mutant: Mutant;
  /** Its file's name in test/model/programs, without `.ts`. */
  readonly program: string;
}

/**
 * Bundles each program, and all of the library that it uses, the mistake included, into one module that stands alone.
 * The sources on disk stay as they are. All of them at once, because to begin takes longer than to bundle one.
 *
 * @returns where the modules are, for `explore`.
 * @throws Error when the text to be replaced does not stand exactly once in its file, or the program does not use the
 * file: a mutant that mutates nothing would be found by nobody.
 */
export async function buildMutants(builds: readonly Build[]): Promise<URL[]> {
  const mutants = new Map(builds.map(({ mutant }) => [mutant.name, mutant]));
  const codes = await Promise.all([...mutants.values()].map(async (mutant) => [mutant.name, await mutated(mutant)]));
  const bundle = await rolldown({
    input: Object.fromEntries(builds.map((build) => [entryOf(build), entryOf(build)])),
    platform: 'node',
    external: ['fast-check'],
    transform: { target: 'es2022' },
    plugins: [copies(mutants, new Map(codes as [string, string][]), await Imports.read(PROGRAMS))],
  });
  const { output } = await bundle.write({
    dir: FOLDER,
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    sourcemapPathTransform: (path) => path.replace(/\?.*$/, ''),
  });
  for (const build of builds) checkUse(build, output as OutputChunk[]);
  return builds.map((build) => pathToFileURL(join(FOLDER, `${entryOf(build)}.js`)));
}

const FOLDER = join(ROOT, 'build/mutants');
const PROGRAMS = join(ROOT, 'test/model/programs');

const entryOf = ({ mutant, program }: Build): string => `${mutant.name}/${program}`;

function checkUse(build: Build, output: readonly OutputChunk[]): void {
  const { mutant, program } = build;
  const chunk = output.find(({ name }) => name === entryOf(build));
  if (chunk?.moduleIds.includes(copyOf(join(ROOT, mutant.file), mutant.name))) return;
  throw new Error(`mutant ${mutant.name}: ${program} does not use ${mutant.file}`);
}

/** The source of the file, with the mistake. @throws Error as {@link buildMutants} does. */
export async function mutated({ name, file, replace, by }: Mutant): Promise<string> {
  const parts = (await readFile(join(ROOT, file), 'utf8')).split(replace);
  if (parts.length === 2) return parts.join(by);
  throw new Error(`mutant ${name}: "${replace}" stands ${parts.length - 1} times in ${file}, not once`);
}

/** To the bundler, a module of one mutant is another one than the same module of all others. */
const copyOf = (path: string, mutant: string): string => `${path}?${mutant}`;

/** What a module is a copy for that does not come to the mistake, whatever it imports: for all. */
const ALL = 'all';

/**
 * The package's own sources, in the place of what was built of them: for each mutant a copy of those that come to its
 * mistake. The others, nine of ten, are the same for all.
 */
function copies(mutants: ReadonlyMap<string, Mutant>, codes: ReadonlyMap<string, string>, graph: Imports): Plugin {
  const texts = new Map<string, Promise<string>>();
  const concerned = new Map([...mutants].map(([name, { file }]) => [name, graph.importersOf(join(ROOT, file))]));
  const moduleOf = (path: string, mutant: string): string =>
    copyOf(path, concerned.get(mutant)?.has(path) === true ? mutant : ALL);
  const textOf = (path: string): Promise<string> => {
    const text = texts.get(path) ?? readFile(path, 'utf8');
    texts.set(path, text);
    return text;
  };
  return {
    name: 'copies',
    resolveId(id, importer) {
      const [from = '', mutant = ''] = importer?.split('?') ?? [];
      if (importer === undefined) return copyOf(join(PROGRAMS, pathOf(id)), mutantOf(id));
      const path = sourceOf(id, from);
      return path === undefined ? null : moduleOf(path, mutant);
    },
    async load(id) {
      const [path = '', name = ''] = id.split('?');
      const mutant = mutants.get(name);
      if (mutant === undefined && name !== ALL) return null;
      const code = mutant !== undefined && path === join(ROOT, mutant.file) ? codes.get(name) : undefined;
      return { code: code ?? (await textOf(path)), moduleType: 'ts', moduleSideEffects: false };
    },
  };
}

/** The parts of an entry's name. */
const mutantOf = (entry: string): string => entry.split('/')[0] as string;
const pathOf = (entry: string): string => `${entry.split('/')[1]}.ts`;
