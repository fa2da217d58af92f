import { embeddedCourse } from '../support/races/courses.js';
import { tellOfLoans } from '../support/races/tell-loans.js';

describe('loans and subsidies on the embedded ledger', function () {
  this.timeout(120_000);
  tellOfLoans(embeddedCourse);
});
