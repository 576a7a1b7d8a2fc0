import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, unknown>>;
const lock = readFileSync('package-lock.json', 'utf8');

test('whoever_installs_the_package_gets_no_other_one_and_runs_nothing', () => {
  for (const kind of ['dependencies', 'optionalDependencies', 'bundleDependencies', 'bundledDependencies']) {
    assert.equal(manifest[kind], undefined, kind);
  }
  const peers = Object.keys(manifest['peerDependencies'] ?? {});
  for (const peer of peers) assert.deepEqual(manifest['peerDependenciesMeta']?.[peer], { optional: true }, peer);
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
    assert.equal(manifest['scripts']?.[script], undefined, script);
  }
});

test('the_lock_file_names_no_registry_but_the_public_one', () => {
  for (const [, url] of lock.matchAll(/"resolved": "([^"]*)"/g)) {
    assert.equal(new URL(url ?? '').host, 'registry.npmjs.org');
  }
  assert.doesNotMatch(lock, /https?:\/\/(?:\d|localhost)/);
});
