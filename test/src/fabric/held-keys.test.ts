import { tellOfHeldKeys } from '../support/held-keys.js';
import { runCityOnFabric } from './city-on-fabric.js';

describe('a department that keeps its own key, on Fabric', () => {
  tellOfHeldKeys(() => runCityOnFabric());
});
