import { workerData } from 'node:worker_threads';
import { type Endpoint, expose } from 'comlink';
import { JOBS } from './jobs.js';

expose(JOBS, workerData as Endpoint);
