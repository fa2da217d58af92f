import { runCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { tellOfHeldKeys } from '../support/held-keys.js';

describe('a department that keeps its own key', () => {
  let folder: string;
  before(async () => {
    folder = await newFolder();
  });
  tellOfHeldKeys(() => runCity(folder));
  // Last: what is done afterwards is done in this order, and the story stops its city.
  after(() => removeFolder(folder));
});
