import { schemas } from '../../domain/index.js';
import { entryAct } from './act.js';

/** 异议: the enterprise objects; its objection is the basis' digest. The entry stays published, and is marked. */
export const dispute = entryAct('dispute', schemas.actOnEntry, () => ({ state: 'disputed' }));
