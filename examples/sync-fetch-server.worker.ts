/** A server on the local machine, on a thread of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const server = createServer(({ url }, response) => {
  response.statusCode = url === '/bell' ? 200 : 404;
  response.setHeader('connection', 'close');
  response.end(url === '/bell' ? 'ding' : `nothing is at ${url}`);
});

/** Answers the port. */
export function listen(): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

export function stop(): Promise<void> {
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
