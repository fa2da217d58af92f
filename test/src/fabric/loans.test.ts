import { fabricCourse } from '../support/races/courses.js';
import { tellOfLoans } from '../support/races/tell-loans.js';
import { sharedNetwork } from './shared-network.js';

describe('loans and subsidies on Fabric', () => {
  tellOfLoans(async () => fabricCourse(await sharedNetwork(), 'loans'));
});
