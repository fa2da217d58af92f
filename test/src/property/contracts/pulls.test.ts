import { embeddedCourse } from '../../support/races/courses.js';
import { tellOfPulls } from '../../support/races/tell.js';

describe('consents and pulls on the embedded ledger', () => {
  tellOfPulls(embeddedCourse, [
    { pulls: 30, limit: 1 },
    { pulls: 200, limit: 30 },
  ]);
});
