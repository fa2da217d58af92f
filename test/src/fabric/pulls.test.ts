import { fabricCourse } from '../support/races/courses.js';
import { tellOfPulls } from '../support/races/tell.js';
import { sharedNetwork } from './shared-network.js';

describe('consents and pulls on Fabric', () => {
  tellOfPulls(async () => fabricCourse(await sharedNetwork(), 'consents'), [{ pulls: 120, limit: 20 }]);
});
