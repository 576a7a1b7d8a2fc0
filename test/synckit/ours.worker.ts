import { runAsWorker } from 'reveille/synckit';
import { deed } from './deeds.js';

runAsWorker(deed);
