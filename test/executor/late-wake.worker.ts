import { workerData } from 'node:worker_threads';
import { SharedWaker } from 'reveille';

setTimeout(() => SharedWaker.attach(workerData).wake(), 100);
