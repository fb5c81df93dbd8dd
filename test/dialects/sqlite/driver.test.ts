import { describe, expect, it } from 'vitest';
import { crashes, hasBrokenFinalizers } from '../../../src/dialects/sqlite/driver.ts';

describe('the versions of the driver and of Node', () => {
  it.each([
    ['12.11.1', '20.19.0', false],
    ['12.11.1', '24.21.0', false],
    ['13.2.0', '20.20.2', true],
    ['13.2.0', '22.12.0', false],
    [undefined, '20.20.2', false],
  ])('%s crashes on %s: %s', (driver, node, expected) => {
    expect(crashes(driver, node)).toBe(expected);
  });

  it.each([
    ['12.11.1', '22.23.2', false],
    ['12.11.1', '24.18.0', false],
    ['12.11.1', '24.19.0', true],
    ['12.11.1', '26.0.0', true],
    ['13.2.0', '24.21.0', false],
    [undefined, '24.21.0', false],
  ])('%s must not be collected on %s: %s', (driver, node, expected) => {
    expect(hasBrokenFinalizers(driver, node)).toBe(expected);
  });
});
