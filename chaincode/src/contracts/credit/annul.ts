import { schemas } from '../../domain/index.js';
import { entryAct } from './act.js';

/** 撤销: the entry should never have stood, or its decision was taken back. */
export const annul = entryAct('annul', schemas.actOnEntry, () => ({ state: 'annulled' }));
