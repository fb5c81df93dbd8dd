import { describe, expect, it } from 'vitest';
import { InvalidUrl } from '../../src/dialects/errors.ts';
import { parseUrl, redact, urlLabel } from '../../src/dialects/url.ts';

describe('reading a database URL', () => {
  it.each([
    ['sqlite:///./app.db', { dialect: 'sqlite', database: './app.db', query: {} }],
    ['sqlite:///app.db', { dialect: 'sqlite', database: 'app.db', query: {} }],
    ['sqlite:////var/lib/app.db', { dialect: 'sqlite', database: '/var/lib/app.db', query: {} }],
    ['sqlite:///C:/data/app.db', { dialect: 'sqlite', database: 'C:/data/app.db', query: {} }],
    ['sqlite:///:memory:', { dialect: 'sqlite', database: ':memory:', query: {} }],
    ['sqlite://', { dialect: 'sqlite', database: ':memory:', query: {} }],
    ['sqlite+pysqlite:///a%20b.db?timeout=5', { dialect: 'sqlite', database: 'a b.db', query: { timeout: '5' } }],
    ['file:app.db', { dialect: 'sqlite', database: 'app.db', query: {} }],
    ['file:///var/lib/app.db', { dialect: 'sqlite', database: '/var/lib/app.db', query: {} }],
    [
      'postgresql+psycopg2://ann:p%40ss%3Aw@db.example:5433/shop?sslmode=require',
      {
        dialect: 'postgresql',
        host: 'db.example',
        port: 5433,
        user: 'ann',
        password: 'p@ss:w',
        database: 'shop',
        query: { sslmode: 'require' },
      },
    ],
    ['postgres://localhost/shop', { dialect: 'postgresql', host: 'localhost', database: 'shop', query: {} }],
    [
      'postgresql://ann@/shop?host=/var/run/postgresql',
      { dialect: 'postgresql', user: 'ann', database: 'shop', query: { host: '/var/run/postgresql' } },
    ],
    ['postgresql://[::1]:5432/shop', { dialect: 'postgresql', host: '::1', port: 5432, database: 'shop', query: {} }],
    [
      'mysql+pymysql://root:@127.0.0.1:3306/shop?charset=utf8mb4',
      {
        dialect: 'mysql',
        host: '127.0.0.1',
        port: 3306,
        user: 'root',
        password: '',
        database: 'shop',
        query: { charset: 'utf8mb4' },
      },
    ],
    ['mariadb://root@db/shop', { dialect: 'mariadb', host: 'db', user: 'root', database: 'shop', query: {} }],
    ['mysql://root@db', { dialect: 'mysql', host: 'db', user: 'root', query: {} }],
  ])('%s', (url, expected) => {
    expect(parseUrl(url)).toEqual(expected);
  });

  it.each([
    'oracle://x/y',
    'app.db',
    '',
    'constructor://x',
    'postgresql:/oops',
    'mysql://h:port/db',
    'postgres://u:%zz@h/d',
  ])('refuses %j', (url) => {
    expect(() => parseUrl(url)).toThrow(InvalidUrl);
  });
});

describe('showing a database URL', () => {
  it.each([
    ['postgres://ann:sec@ret@host/db', 'postgres://ann:***@host/db'],
    ['postgres://ann:sec/ret@host/db', 'postgres://ann:***@host/db'],
    ['mysql://h/db?user=ann&password=secret&ssl=1', 'mysql://h/db?user=ann&password=***&ssl=1'],
    ['nonsense://ann:secret@host', 'nonsense://ann:***@host'],
    ['sqlite:///app.db', 'sqlite:///app.db'],
  ])('%s', (url, shown) => {
    expect(redact(url)).toBe(shown);
  });

  it('never says the password, whatever is wrong with the URL', () => {
    for (const url of ['postgres://u:canary%zz@h/d', 'oracle://u:canary@h/d', 'mysql://u:canary@h:port/db']) {
      expect(() => parseUrl(url)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('canary') }));
    }
  });

  it('labels a connection without its password', () => {
    expect(urlLabel(parseUrl('postgres://ann:canary@db:5433/shop'))).toBe('postgresql://ann@db:5433/shop');
    expect(urlLabel(parseUrl('postgres://ann@[::1]:5433/shop'))).toBe('postgresql://ann@[::1]:5433/shop');
    expect(urlLabel(parseUrl('sqlite:////var/app.db'))).toBe('sqlite:////var/app.db');
  });
});
