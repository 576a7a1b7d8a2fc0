import { conformance } from './conformance.js';
import { SUBJECTS } from './subject.js';

for (const subject of SUBJECTS) conformance(subject);
