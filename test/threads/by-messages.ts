// Before the library is loaded: as in a page that is not cross-origin isolated. Node's own modules keep what they have.
import 'node:worker_threads';

Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
