import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as ours from 'reveille/synckit';
import * as theirs from 'synckit';
import { Folder as Files } from '../threads/folder.js';

/** One of the two packages, and a worker for it. */
export interface Face {
  readonly name: 'synckit' | 'reveille/synckit';
  readonly createSyncFn: (
    path: URL | string,
    options?: ours.SynckitOptions | number,
  ) => (...args: unknown[]) => unknown;
  readonly runAsWorker: (fn: () => unknown) => void;
  readonly worker: URL;
}

const OURS: Face = { ...ours, name: 'reveille/synckit', worker: new URL('./ours.worker.js', import.meta.url) };
const THEIRS = { ...theirs, name: 'synckit', worker: new URL('./theirs.worker.js', import.meta.url) } as Face;

/** The original first: what holds for it has to hold for the stand-in. */
export const FACES: readonly Face[] = [THEIRS, OURS];
export { OURS };

/** Within the package, so that both names can be imported. */
const BUILD = fileURLToPath(new URL('../../', import.meta.url));

/** A folder for this test file, with workers in it. */
export class Folder extends Files {
  #files = 0;

  constructor() {
    super('synckit');
  }

  /** Installs this package in that folder. */
  install(folder: string): void {
    mkdirSync(join(this.path, folder, 'node_modules'), { recursive: true });
    symlinkSync(dirname(BUILD), join(this.path, folder, 'node_modules/reveille'));
  }

  /** A new worker, which imports the face's `runAsWorker`; `deed` is there too. */
  worker(face: Face, text = 'runAsWorker(deed);'): string {
    this.#files += 1;
    const deeds = JSON.stringify(new URL('./deeds.js', import.meta.url).href);
    const imports = `import { runAsWorker } from '${face.name}'; import { deed } from ${deeds};`;
    return this.write(`worker-${this.#files}.mjs`, `${imports}\n${text}\n`);
  }
}
