import { proveChangesOn } from '../support/change-cases/live.ts';

await proveChangesOn('mariadb');
