import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** What Chromium and its relatives are called on various systems. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/** It is to talk to nobody but the test's server, and to ask for nothing that a container lacks. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** The path of the machine's Chromium: `CHROMIUM_PATH`, or the first known name in `PATH`. */
export const CHROMIUM: string | undefined = process.env['CHROMIUM_PATH'] || NAMES.flatMap(inPath)[0];

/** For `test`: false, or why there is nothing to test with. */
export const SKIP: string | false =
  CHROMIUM === undefined &&
  `no Chromium found: none of ${NAMES.join(', ')} is in PATH; install one, or set CHROMIUM_PATH to its executable`;

/** A headless Chromium. */
export function launch(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error(`${SKIP}`);
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}

function inPath(name: string): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
