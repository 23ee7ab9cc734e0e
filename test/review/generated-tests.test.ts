import { execFileSync } from 'node:child_process'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { testSpecSource } from '../../domain/plot/test-spec.ts'
import { createLinter } from '../../sandbox/lint.ts'
import { readPlotIds } from '../author/support.ts'
import { specOf } from './input.ts'
import { readSpec, ruffPath } from './support.ts'

const linter = createLinter({ ruff: ruffPath() })
const PLOTS = await readPlotIds()
const LONG = 'a_name_that_is_thirty_letters_x'.slice(0, 30)

/** Formats with Black itself. */
function black(code: string): string {
  const program = path.join(path.dirname(ruffPath()), 'black')
  return execFileSync(program, ['--quiet', '-'], { input: code, encoding: 'utf8' })
}

describe('the generated tests', () => {
  it.each(PLOTS)('of %s are formatted, typed and documented', async (plotId) => {
    const source = testSpecSource(await readSpec(plotId))
    expect(black(source)).toBe(source)
    expect(await linter.lint(source)).toEqual({ formatted: true, problems: [] })
  })

  it('stay formatted with long names and odd units', async () => {
    const spec = specOf('scatter', {}, [
      { name: LONG, types: ['quantitative'], required: true, unit: '"' },
      { name: `${LONG.slice(1)}z`, types: ['quantitative'], required: true, unit: `it's 12" long` },
      { name: `${LONG.slice(2)}zz`, types: ['nominal'], required: false },
    ])
    const source = testSpecSource({ ...spec, plot_id: 'a-plot-id-of-forty-characters-in-all-xyz' })
    expect(black(source)).toBe(source)
    expect(await linter.lint(source)).toEqual({ formatted: true, problems: [] })
  })
})
