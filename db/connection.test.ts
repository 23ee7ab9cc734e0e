import { describe, expect, it } from 'vitest'

import { parseConnection, withDatabase } from './connection.ts'

describe('parseConnection', () => {
  it('reads host, port, user, password and database', () => {
    expect(parseConnection('postgres://ann:p%40ss@db.example:6000/plots?sslmode=require')).toEqual({
      host: 'db.example',
      port: 6000,
      database: 'plots',
      username: 'ann',
      password: 'p@ss',
      ssl: 'require',
    })
  })

  it.each([
    'postgres://postgres@localhost/pyplots?host=/run/pg',
    'postgres://postgres@localhost:5432/pyplots?host=%2Frun%2Fpg',
    'postgres:///pyplots?host=/run/pg&user=postgres',
    'postgres://postgres@%2Frun%2Fpg/pyplots',
  ])('reads the folder of a Unix socket from %s', (url) => {
    expect(parseConnection(url)).toMatchObject({
      host: '/run/pg',
      port: 5432,
      username: 'postgres',
      database: 'pyplots',
      ssl: false,
    })
  })

  it('reads an IPv6 address', () => {
    expect(parseConnection('postgresql://a@[::1]:5433/x')).toMatchObject({ host: '::1', port: 5433 })
  })

  it('falls back on the local server, the user postgres and a database of the same name', () => {
    expect(parseConnection('postgres://')).toMatchObject({
      host: 'localhost',
      username: 'postgres',
      database: 'postgres',
    })
  })

  it.each([
    ['nonsense', /not a URL/],
    ['mysql://a@b/c', /must start with postgres/],
    ['postgres://a@b/c?sslmode=maybe', /sslmode=maybe/],
  ])('refuses %s', (url, message) => {
    expect(() => parseConnection(url)).toThrow(message)
  })
})

describe('withDatabase', () => {
  it('keeps the server and the socket', () => {
    const url = withDatabase('postgres://postgres@localhost/a?host=/run/pg', 'b c')
    expect(parseConnection(url)).toMatchObject({ host: '/run/pg', database: 'b c', username: 'postgres' })
  })
})
