import type { Askings, Shadowings } from './asking.ts';

/** How the server is asked about objects, by kind. */
export const askings: Askings = {};

/** How new and changed objects are made for others to lean on while the server is asked, by kind. */
export const shadowings: Shadowings = {};
