import { runCity } from '../support/city.js';
import { newFolder, removeFolder } from '../support/folders.js';
import { tellOfReports } from '../support/report-story.js';

describe('a credit report from consent to withdrawal', function () {
  this.timeout(120_000);

  let folder: string;
  tellOfReports(async () => {
    folder = await newFolder();
    return runCity(folder);
  });
  after(() => removeFolder(folder));
});
