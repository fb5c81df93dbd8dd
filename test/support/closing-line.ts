import type { Reporter, TestCase, TestModule, TestSuite, Vitest } from 'vitest/node';

/** Ends the run with every skip and its reason, and with `N passed, N failed, N skipped`. */
export default class ClosingLine implements Reporter {
  #unexplained = 'it gives no reason';

  onInit({ config }: Vitest): void {
    if (config.testNamePattern !== undefined) this.#unexplained = 'not selected';
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const failed = count('failed') + broken + unhandledErrors.length;
    const skipped = tests.filter(isSkipped);
    for (const [reason, names] of groupByReason(skipped, this.#unexplained)) {
      process.stdout.write(`skipped: ${reason}\n${names.map((name) => `  ${name}\n`).join('')}`);
    }
    process.stdout.write(`${count('passed')} passed, ${failed} failed, ${skipped.length} skipped\n`);
  }
}

const isSkipped = (test: TestCase): boolean => ['skipped', 'pending'].includes(test.result().state);

function groupByReason(tests: readonly TestCase[], unexplained: string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const test of tests) {
    const reason = reasonOf(test) ?? unexplained;
    const names = groups.get(reason) ?? [];
    groups.set(reason, [...names, test.fullName]);
  }
  return groups;
}

/** The note of a test that skipped itself, or what the closest suite around it says. */
function reasonOf(test: TestCase): string | undefined {
  const result = test.result();
  if (result.state === 'skipped' && result.note !== undefined) return result.note;
  let task: TestCase | TestSuite | TestModule = test;
  while (task.type !== 'module') {
    const { skipReason } = task.meta();
    if (skipReason !== undefined) return skipReason;
    task = task.parent;
  }
  return undefined;
}
