import { proveScriptsOn } from '../support/change-cases/scripts.ts';

await proveScriptsOn('mariadb');
