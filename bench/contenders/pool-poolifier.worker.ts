import { ThreadWorker } from 'poolifier';
import { compute, trivial } from './jobs.js';

type Job = (data?: number) => number;

new ThreadWorker<number, number>({ trivial: trivial as Job, compute: compute as Job });
