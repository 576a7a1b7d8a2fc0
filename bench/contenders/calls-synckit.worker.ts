import { runAsWorker } from 'synckit';
import { answer } from './answers.js';

runAsWorker(answer);
