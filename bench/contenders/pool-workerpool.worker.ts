import workerpool from 'workerpool';
import { JOBS } from './jobs.js';

workerpool.worker(JOBS);
