const positional: Readonly<Record<string, readonly string[]>> = {
  Float: ['precision'],
  Numeric: ['precision', 'scale'],
  String: ['length'],
  Char: ['length'],
  Text: ['length'],
  Unicode: ['length'],
  UnicodeText: ['length'],
  LargeBinary: ['length'],
  Enum: ['values'],
  Array: ['item'],
  custom: ['sql'],
  'postgresql.Bit': ['length'],
  'postgresql.BitVarying': ['length'],
  'postgresql.Vector': ['length'],
  'mysql.Float': ['precision', 'scale'],
  'mysql.Double': ['precision', 'scale'],
  'mysql.Decimal': ['precision', 'scale'],
  'mysql.Char': ['length'],
  'mysql.String': ['length'],
  'mysql.Text': ['length'],
  'mysql.Set': ['values'],
  'mysql.Binary': ['length'],
  'mysql.VarBinary': ['length'],
  'mysql.Blob': ['length'],
  'mysql.Bit': ['length'],
  'mysql.Vector': ['length'],
};

/**
 * The parameters of a type that its call takes one by one, in order: `sa.Numeric(10, 2)`. All others are in one object of
 * options behind them: `sa.String(320, { collation: 'C' })`.
 */
export const positionalParameters = (type: string): readonly string[] => positional[type] ?? [];
