export { sharingFigures } from './sharing.js';
export type { Period, SharingFigures, SharingLedger } from './sharing.js';
