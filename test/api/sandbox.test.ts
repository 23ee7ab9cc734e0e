import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ProblemDocument } from '../../api/problem.ts'
import { SandboxStatus } from '../../domain/sandbox/sandbox.schema.ts'
import { createSandbox } from '../../sandbox/client.ts'
import { script, startDaemon } from '../sandbox/daemon.ts'
import type { Daemon } from '../sandbox/daemon.ts'
import { useApi } from '../support/api.ts'

const parts = useApi()
const none = new Map<string, Uint8Array>()
let daemon: Daemon

beforeAll(async () => {
  daemon = await startDaemon()
})
afterAll(() => daemon.stop())

describe('/v1/sandbox', () => {
  it('tells tier, Pythons, slots, zygotes and how executions ended', async () => {
    const api = await parts.open({ sandbox: daemon.sandbox })
    const write = "open('a.txt', 'w').write('x')"
    for (const code of [write, write, 'raise ValueError']) await daemon.sandbox.run(script(code), none)
    const response = await api.send('/v1/sandbox')
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const status = SandboxStatus.strict().parse(await response.json())
    expect(status).toMatchObject({
      tier: 'ns',
      pools: { batch: { slots: 2, running: 0, waiting: 0 }, interactive: { slots: 1 } },
      executions: 3,
      byOutcome: { ok: 2, error: 1 },
      slotWait: { count: 3 },
      zygotes: { starts: 1, failures: 0, kept: [{ python: '3.12', library: 'matplotlib', executions: 3 }] },
      pythons: expect.arrayContaining(['3.12']),
    })
  })

  it('is for those who may read', async () => {
    const api = await parts.open({ sandbox: daemon.sandbox, authRequired: true })
    expect((await api.send('/v1/sandbox')).status).toBe(401)
  })

  it('is 503 with the fix while no sandbox answers', async () => {
    const api = await parts.open({ sandbox: createSandbox({ socketPath: '/nowhere/sandbox.sock' }) })
    const response = await api.send('/v1/sandbox')
    expect(response.status).toBe(503)
    const { code, detail } = ProblemDocument.parse(await response.json())
    expect(code).toBe('unavailable')
    expect(detail).toMatch(
      /^the sandbox at .* does not answer \(.*\): start it with make serve or make plot$/,
    )
  })

  it('is 503 when the sandbox takes the question and says nothing', async () => {
    const api = await parts.open({ sandbox: daemon.sandbox })
    daemon.child.kill('SIGSTOP')
    try {
      const response = await api.send('/v1/sandbox')
      expect(response.status).toBe(503)
      expect(ProblemDocument.parse(await response.json()).detail).toContain('no word within 3 s')
    } finally {
      daemon.child.kill('SIGCONT')
    }
  })
})
