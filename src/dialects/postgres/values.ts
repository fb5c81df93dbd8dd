/** The types of column values that are read otherwise than the driver would by itself, by their object ids. */
const int8 = 20;
const datesAndTimes = new Set([1082, 1083, 1114, 1184, 1266, 1186]);

type Parser = (text: string) => unknown;

interface Driver {
  readonly types: { getTypeParser(oid: number, format?: 'text'): Parser };
}

const asWritten: Parser = (text) => text;

/** A number where it is exact, else its digits. */
const readInt8: Parser = (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);

/**
 * How values become JavaScript: as the driver reads them, but for dates and times, which stay text in order to lose neither
 * microseconds nor their zone, and `bigint`, which is a number where that is exact.
 */
export const columnValueParser =
  ({ types }: Driver) =>
  (oid: number): Parser => {
    if (oid === int8) return readInt8;
    return datesAndTimes.has(oid) ? asWritten : types.getTypeParser(oid, 'text');
  };
