import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FACES, Folder } from './faces.js';
import { node } from './programs.js';

const folder = new Folder();

for (const face of FACES) {
  test(`what_a_worker_prints_during_a_call_comes_before_what_follows_the_call ${face.name}`, async () => {
    const worker = JSON.stringify(folder.worker(face));
    const text = `import { createSyncFn } from '${face.name}';
      const call = createSyncFn(${worker});
      console.log('before');
      call('print', 'one');
      console.log('between');
      call('print', 'two');
      console.log('after');`;
    const { code, stdout, stderr } = await node([folder.write(`prints-${face.name.length}.mjs`, text)]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(stdout.trim().split('\n'), [
      'before',
      'log one',
      'out one',
      'between',
      'log two',
      'out two',
      'after',
    ]);
    assert.deepEqual(stderr.trim().split('\n'), ['err one', 'err two']);
  });

  test(`the_process_ends_when_its_own_work_is_done ${face.name}`, async () => {
    const worker = JSON.stringify(folder.worker(face, 'setInterval(() => {}, 1e6); runAsWorker(deed);'));
    const text = `import { createSyncFn } from '${face.name}'; console.log(createSyncFn(${worker})('echo', 'done'));`;
    const { code, stdout } = await node([folder.write(`ends-${face.name.length}.mjs`, text)]);
    assert.deepEqual([code, stdout], [0, 'done\n']);
  });
}
