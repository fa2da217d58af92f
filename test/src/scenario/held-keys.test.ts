import { runCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { tellOfHeldKeys } from '../support/held-keys.js';

describe('a department that keeps its own key', () => {
  let folder: string;
  before(async () => {
    folder = await newFolder();
  });
  after(() => removeFolder(folder));
  tellOfHeldKeys(() => runCity(folder));
});
