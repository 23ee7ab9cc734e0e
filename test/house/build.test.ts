import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as z from 'zod'

import { PythonVersion } from '../../domain/plot/plot.schema.ts'
import { readText, ROOT } from './repository.ts'

const Step = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
})
const Ci = z.object({ jobs: z.object({ build: z.looseObject({ steps: z.array(Step) }) }) })

const script = readText('.ci/run')
const ci = Ci.parse(parse(readText('.github/workflows/ci.yml')))
const { steps } = ci.jobs.build

describe('.ci/run', () => {
  it('can be executed and has no syntax error', () => {
    expect(() => accessSync(join(ROOT, '.ci/run'), constants.X_OK)).not.toThrow()
    expect(spawnSync('bash', ['-n', join(ROOT, '.ci/run')]).status).toBe(0)
  })

  it('runs the commands of the README and nothing besides', () => {
    const commands = [...script.matchAll(/^run (make .+)$/gm)].map(([, command]) => command ?? '')
    const readme = readText('README.md').replaceAll('<id>', 'scatter-basic')
    expect(commands).toEqual(['make setup', 'make check', 'make test', 'make plot PLOT=scatter-basic'])
    expect(commands.filter((command) => !readme.includes(command))).toEqual([])
  })
})

describe('ci.yml', () => {
  it('does what .ci/run does', () => {
    expect(steps.at(-1)?.run).toBe('.ci/run')
  })

  it('brings each Python that plots are written for', () => {
    const python = steps.find((step) => step.uses?.startsWith('actions/setup-python@'))
    const versions = z.string().parse(python?.with?.['python-version']).trim().split(/\s+/)
    expect(versions).toEqual(PythonVersion.options)
  })

  it('brings Node, Go and Java', () => {
    const used = steps.flatMap((step) => step.uses?.replace(/@.*/, '') ?? [])
    expect(used).toEqual(
      expect.arrayContaining(['actions/setup-node', 'actions/setup-go', 'actions/setup-java']),
    )
  })
})
