export { sharingFigures } from './sharing.js';
export type { CallsOfDay, Period, SharingFigures, SharingLedger } from './sharing.js';
