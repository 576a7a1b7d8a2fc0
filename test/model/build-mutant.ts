import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';
import { ROOT } from '../package/fixture.js';

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

/**
 * Bundles a program of test/model/programs, and all of the library that it uses, the mistake included, into one module
 * that stands alone. The sources on disk stay as they are.
 *
 * @param program - its file's name, without `.ts`.
 * @returns where the module is, for `explore`.
 * @throws Error when the text to be replaced does not stand exactly once in its file, or the program does not use the
 * file: a mutant that mutates nothing would be found by nobody.
 */
export async function buildMutant(mutant: Mutant, program: string): Promise<URL> {
  const code = await mutated(mutant);
  const bundle = await rolldown({
    input: join(ROOT, `test/model/programs/${program}.ts`),
    platform: 'node',
    transform: { target: 'es2022' },
    plugins: [fromSource, replacing(join(ROOT, mutant.file), code)],
  });
  const file = join(ROOT, `build/mutants/${mutant.name}/${program}.js`);
  const { output } = await bundle.write({ file, format: 'esm', sourcemap: true });
  if (!output[0].moduleIds.includes(join(ROOT, mutant.file))) {
    throw new Error(`mutant ${mutant.name}: ${program} does not use ${mutant.file}`);
  }
  return pathToFileURL(file);
}

async function mutated({ name, file, replace, by }: Mutant): Promise<string> {
  const parts = (await readFile(join(ROOT, file), 'utf8')).split(replace);
  if (parts.length === 2) return parts.join(by);
  throw new Error(`mutant ${name}: "${replace}" stands ${parts.length - 1} times in ${file}, not once`);
}

/** The package's own sources in the place of what was built of them. */
const fromSource: Plugin = {
  name: 'from-source',
  resolveId(id) {
    const [name, ...entry] = id.split('/');
    return name === 'reveille' ? join(ROOT, 'src', ...entry, 'index.ts') : null;
  },
};

const replacing = (file: string, code: string): Plugin => ({
  name: 'replacing',
  load: (id) => (id === file ? code : null),
});
