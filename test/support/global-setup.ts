import type { TestProject } from 'vitest/node';
import { coordinate } from './servers/coordinator.ts';

declare module 'vitest' {
  interface ProvidedContext {
    coordinatorPort: number;
  }
}

/** Stands ready to start servers; none runs before a test file asks for it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const coordinator = await coordinate();
  project.provide('coordinatorPort', coordinator.port);
  return coordinator.stop;
}
