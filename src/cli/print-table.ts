/** Cells in columns as wide as their widest; `widths` are counted without colours. */
export function tableLines(rows: readonly (readonly Cell[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, { text }] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, width(text));
  return rows.map((row) =>
    row
      .map(({ text, paint = (plain) => plain }, at) => `${paint(text)}${' '.repeat((widths[at] ?? 0) - width(text))}`)
      .join('  ')
      .trimEnd(),
  );
}

export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const width = (text: string): number => [...text].length;
