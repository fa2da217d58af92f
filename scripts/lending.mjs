// npm run lending: loans and subsidies of a whole city, recomputed to the fen.
//   npm run lending -- --banks 26 --enterprises 76000 --seed 7
import { launch } from './lib/launch.mjs';

await launch('test/dist/support/city-lending/command.js');
