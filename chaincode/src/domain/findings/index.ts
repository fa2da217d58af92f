export { answerDue, findingStanding } from './deadline.js';
export type { FindingStanding } from './deadline.js';
