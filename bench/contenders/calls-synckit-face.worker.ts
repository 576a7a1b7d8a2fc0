import { runAsWorker } from 'reveille/synckit';
import { answer } from './answers.js';

runAsWorker(answer);
