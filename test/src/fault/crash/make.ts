import { makeSmallCity } from './city.js';

/** Makes the city in the folder named on the command line, or finishes making it. */
await makeSmallCity(process.argv[2] ?? '');
