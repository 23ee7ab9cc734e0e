import { AppError } from '../domain/errors.ts'

/** Where a PostgreSQL is, in the form the driver takes: either a host and port, or a socket's folder. */
export interface ConnectionTarget {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly username: string
  readonly password: string
  readonly ssl: 'require' | 'prefer' | 'verify-full' | false
}

const SSL_MODES: Readonly<Record<string, ConnectionTarget['ssl']>> = {
  disable: false,
  prefer: 'prefer',
  require: 'require',
  'verify-full': 'verify-full',
}

/**
 * Reads a PostgreSQL URL. A Unix socket is named as libpq does: `postgres://user@localhost/name?host=/run/dir`,
 * `postgres:///name?host=/run/dir` or `postgres://user@%2Frun%2Fdir/name`; its port names the socket file.
 * @throws AppError `invalid`
 */
export function parseConnection(databaseUrl: string): ConnectionTarget {
  const url = parseUrl(databaseUrl)
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  const user = url.searchParams.get('user') ?? decodeURIComponent(url.username)
  return {
    host: host === '' ? 'localhost' : host.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || (url.searchParams.get('port') ?? '5432')),
    database: decodeURIComponent(url.pathname.slice(1)) || user || 'postgres',
    username: user || 'postgres',
    password: decodeURIComponent(url.password),
    ssl: sslMode(url.searchParams.get('sslmode')),
  }
}

/** The same server and user, but another database. */
export function withDatabase(databaseUrl: string, name: string): string {
  const url = parseUrl(databaseUrl)
  url.pathname = `/${encodeURIComponent(name)}`
  return url.href
}

function parseUrl(databaseUrl: string): URL {
  if (!URL.canParse(databaseUrl)) {
    throw new AppError('invalid', 'DATABASE_URL is not a URL: use postgres://user:password@host:5432/name')
  }
  const url = new URL(databaseUrl)
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') {
    throw new AppError(
      'invalid',
      `DATABASE_URL starts with ${url.protocol}//, it must start with postgres://`,
    )
  }
  return url
}

function sslMode(mode: string | null): ConnectionTarget['ssl'] {
  const ssl = SSL_MODES[mode ?? 'disable']
  if (ssl === undefined) {
    throw new AppError(
      'invalid',
      `DATABASE_URL: sslmode=${mode} is none of ${Object.keys(SSL_MODES).join(', ')}`,
    )
  }
  return ssl
}
