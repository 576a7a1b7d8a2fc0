import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the package stands; this file is bundled into dist/cli/. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The documentation of this package, as far as it is there: published packages have no docs folder. */
export function ownDocuments(): string[] {
  const documents = ['README.md', 'CONTRIBUTING.md', 'LICENSE', ...guides()].map((name) => join(ROOT, name));
  return documents.filter((path) => existsSync(path)).map(shortest);
}

function guides(): string[] {
  const folder = join(ROOT, 'docs');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return names.sort().map((name) => join('docs', name));
}

/** The way to a file from here, unless that leads through folders above. */
function shortest(path: string): string {
  const way = relative(process.cwd(), path);
  return way.startsWith('..') ? path : way;
}
