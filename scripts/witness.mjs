// npm run witness -- --folder FOLDER --name NAME --log KEY: runs a witness alone under the packaged Node.
import { launch } from './lib/launch.mjs';

launch('gateway/dist/witness/main.js');
