/** What a person has to know before letting an operation loose on rows that are there already. */
export interface Hazard {
  readonly kind: 'data-loss' | 'may-fail';
  readonly reason: string;
}

export interface Description {
  /** One line: `add column users.email`. */
  readonly summary: string;
  readonly hazards: readonly Hazard[];
}
