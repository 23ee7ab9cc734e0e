import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { loadConfig, projectRoot, withoutModelKeys } from './config.ts'

/** A checkout with nothing but a `.env`. */
function checkout(dotEnv: string): string {
  const root = mkdtempSync(join(tmpdir(), 'pyplots-config-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  writeFileSync(join(root, '.env'), dotEnv)
  return root
}

describe('loadConfig', () => {
  it('puts its places below the checkout unless they are set', () => {
    const root = projectRoot()
    expect(loadConfig({})).toMatchObject({ root, home: join(root, '.pyplots'), catalogue: root, PORT: 8000 })
    expect(loadConfig({ PYPLOTS_HOME: 'elsewhere', PYPLOTS_CATALOGUE: '/plots' })).toMatchObject({
      home: join(root, 'elsewhere'),
      catalogue: '/plots',
    })
  })

  it('reads another file than .env where it is told to', () => {
    const root = checkout('PORT=1')
    writeFileSync(join(root, 'other'), 'PORT=2')
    expect(loadConfig({ PYPLOTS_ENV_FILE: join(root, 'other') }, root).PORT).toBe(2)
    expect(loadConfig({ PYPLOTS_ENV_FILE: '/dev/null' }, root).PORT).toBe(8000)
  })

  it('keeps tools where the user keeps caches', () => {
    expect(loadConfig({ XDG_CACHE_HOME: '/caches' }).cache).toBe('/caches/pyplots')
    expect(loadConfig({ XDG_CACHE_HOME: '/caches', PYPLOTS_CACHE: '/tools' }).cache).toBe('/tools')
  })

  it('reads .env, with or without quotes; the environment wins, unless it is empty', () => {
    const lines = [
      '# a comment',
      'export HOST="::1"',
      "LOG_LEVEL = 'warn' ",
      'PORT=1',
      'PUBLIC_URL=',
      'oddity',
    ]
    const root = checkout(lines.join('\n'))
    const { HOST, LOG_LEVEL, PORT, PUBLIC_URL } = loadConfig({ PORT: '2', LOG_LEVEL: '' }, root)
    expect([HOST, LOG_LEVEL, PORT, PUBLIC_URL]).toEqual(['::1', 'warn', 2, undefined])
  })

  it('lists every faulty setting at once', () => {
    const load = () => loadConfig({ PORT: 'many', TEMPORAL_ADDRESS: 'http://here' }, checkout('AUTH=maybe'))
    expect(load).toThrow(
      /these settings are wrong \(see \.env\.example\):[^]*TEMPORAL_ADDRESS: use HOST:PORT[^]*PORT: [^]*AUTH: /,
    )
  })
})

describe('withoutModelKeys', () => {
  it('takes every key of a model away, and nothing else', () => {
    const root = checkout(
      'ANTHROPIC_API_KEY=a\nOPENAI_API_KEY=b\nGOOGLE_API_KEY=c\nLOCAL_MODEL_KEY=d\nPORT=1',
    )
    const config = withoutModelKeys(loadConfig({}, root))
    expect(Object.keys(config).filter((name) => name.endsWith('_KEY'))).toEqual([])
    expect(config).toMatchObject({ PORT: 1, root, AUTHOR: 'auto' })
  })
})
