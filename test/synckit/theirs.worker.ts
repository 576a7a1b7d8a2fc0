import { runAsWorker } from 'synckit';
import { deed } from './deeds.js';

runAsWorker(deed);
