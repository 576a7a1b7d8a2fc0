import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ROOT } from '../package/fixture.js';

/** Where the source is that a module imports by this name; undefined when it is a package's. */
export function sourceOf(name: string, importer: string): string | undefined {
  const [first, ...entry] = name.split('/');
  if (first === 'reveille') return join(ROOT, 'src', ...entry, 'index.ts');
  return name.startsWith('.') ? resolve(dirname(importer), name.replace(/\.js$/, '.ts')) : undefined;
}

/** What imports something, or exports it from elsewhere, unless it is types alone. */
const STATEMENTS = /^(?:import|export)(?! type\b)[^;]*? from '([^']+)';$/gm;

/** Who imports whom, among the library's sources and the modules of one folder. */
export class Imports {
  readonly #importers = new Map<string, string[]>();

  static async read(folder: string): Promise<Imports> {
    const imports = new Imports();
    for (const root of [join(ROOT, 'src'), folder]) {
      const files = (await readdir(root, { recursive: true })).filter((path) => path.endsWith('.ts'));
      await Promise.all(files.map(async (file) => imports.#add(join(root, file))));
    }
    return imports;
  }

  async #add(path: string): Promise<void> {
    for (const [, name = ''] of (await readFile(path, 'utf8')).matchAll(STATEMENTS)) {
      const source = sourceOf(name, path);
      if (source === undefined) continue;
      const importers = this.#importers.get(source) ?? [];
      importers.push(path);
      this.#importers.set(source, importers);
    }
  }

  /** The module, and all that come to it by what they import. */
  importersOf(path: string): Set<string> {
    const found = new Set([path]);
    for (const one of found) for (const importer of this.#importers.get(one) ?? []) found.add(importer);
    return found;
  }
}
