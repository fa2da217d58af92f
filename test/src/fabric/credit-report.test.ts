import { tellOfReports } from '../support/report-story.js';
import { runCityOnFabric } from './city-on-fabric.js';

describe('a credit report from consent to withdrawal, on Fabric', () => {
  tellOfReports(() => runCityOnFabric());
});
