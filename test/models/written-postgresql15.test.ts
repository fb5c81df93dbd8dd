import { proveModelsOn } from './prove-models-on.ts';

await proveModelsOn('postgresql15');
