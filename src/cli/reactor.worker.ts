import { SharedWaker } from '../executor/index.js';
import { park, Thread } from '../park/index.js';
import { post, threadData } from '../platform/worker.js';
import { Chunks } from './chunks.js';
import { FileReader } from './file-reader.js';
import type { ReactorData } from './reading.js';

/**
 * The thread that reads. It reads some files at a time, a chunk of each in turn, and wakes the task that waits for it;
 * when no chunk is free it parks until the main thread gives one back.
 */

/** How many files are open at a time. */
const AT_ONCE = 8;

function run(): void {
  const { files, chunks: handle, starter } = threadData<ReactorData>();
  post(Thread.current().share()); // so that the main thread can unpark this one
  SharedWaker.attach(starter).wake();
  const chunks = Chunks.attach(handle);
  const later = files.values();
  let open: FileReader[] = [];
  for (;;) {
    while (open.length < AT_ONCE) {
      const next = later.next();
      if (next.done) break;
      open.push(new FileReader(next.value, chunks));
    }
    if (open.length === 0) return;
    open = open.filter((file) => file.read(freeChunk(chunks)));
  }
}

function freeChunk(chunks: Chunks): number {
  for (;;) {
    const chunk = chunks.take();
    if (chunk !== undefined) return chunk;
    park();
  }
}

run();
