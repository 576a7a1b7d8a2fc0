import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Within the package, so that its files can import the package by its name. */
const BUILD = fileURLToPath(new URL('../../', import.meta.url));

/** A folder for one test file: modules for threads, and programs. It is gone when the tests are over. */
export class Folder {
  readonly path: string;

  /** @param name - what its own name begins with. */
  constructor(name = 'threads') {
    this.path = mkdtempSync(join(BUILD, `${name}-`));
    after(() => rmSync(this.path, { recursive: true, force: true }));
  }

  /** Writes a file; answers its whole path. */
  write(name: string, text: string): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** The same, for whoever imports it. */
  module(name: string, text: string): URL {
    return pathToFileURL(this.write(name, text));
  }
}

/** A module that is no file. */
export const moduleOf = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);
